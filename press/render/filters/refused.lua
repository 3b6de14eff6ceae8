-- Quarto features that press does not have: named, never dropped in silence.

local function set(names)
  local result = {}
  for name in names:gmatch("%S+") do result[name] = true end
  return result
end

local KINDS = set "thm lem cor prp cnj def exm exr rem sol alg"
local CALLOUTS = set "callout-note callout-tip callout-warning callout-important callout-caution"
local CLASSES = set [[panel-tabset panel-sidebar panel-input panel-fill panel-center margin-caption proof remark solution callout
  hidden landscape list-table]]
local ATTRIBUTES = set "filename fig-cap-location tbl-cap-location lst-cap-location cap-location"
local PLACES = set "top bottom"
local ANNOTATION = "[#/%-%%!*]+%s*<%d+>[%s%-*/>]*$"      -- "# <1>" behind a line of code, in any language's comment

local function is_refused(class)
  return CLASSES[class] or class:match("^column%-") and class ~= "column-body" and class ~= "column-margin" or class:match("^callout%-") and not CALLOUTS[class]
end

-- Whether an element may have such a class or attribute.
local function are_refused(names)
  for name in pairs(names) do
    if is_refused(name) or ATTRIBUTES[name] then return true end
  end
  return false
end

-- Whether ":::" stands anywhere in the text: a quick look that spares looking at every word.
local function mentions_fence(blocks)
  local found = pandoc.utils.stringify(blocks):find(":::", 1, true)
  blocks:walk { Note = function(note) found = found or pandoc.utils.stringify(note.content):find(":::", 1, true) end }
  return found
end

return function(doc, page)
  local function check(element)
    for _, class in ipairs(element.classes) do
      if is_refused(class) then page:problem("unsupported", "." .. class) end
    end
    for name, value in pairs(element.attributes) do
      if ATTRIBUTES[name] and not (name:match("cap%-location$") and PLACES[value]) then page:problem("attribute", name) end
    end
  end
  local function check_div(div)
    check(div)
    if div.classes:includes("cell") and div.attributes.column then page:problem("unsupported", "column:") end
    local prefix = div.identifier:match("^(%a+)%-.")
    if prefix and KINDS[prefix] then page:problem("unsupported", "#" .. div.identifier) end
  end
  local function check_code(code)
    check(code)
    if code.attributes["lst-cap"] and not code.identifier:match("^lst%-") then page:problem("attribute", "lst-cap") end
    for line in #code.classes > 0 and code.text:gmatch("[^\n]+") or function() end do
      local mark = line:match(ANNOTATION)
      if mark then page:problem("annotation", mark) end
    end
  end
  local function check_raw(raw)
    if raw.format == "tex" then page:problem("latex", raw.text:match("[^\n]+")) end
  end
  local function check_example(block)      -- the text is read without example lists, which take citations for numbers
    local first = block.content[1]
    local mark = first and first.t == "Str" and first.text:match("^%(?@[.)]$")
    if mark then page:problem("example", mark) end
  end
  local function check_note(note)      -- of a note within a note, HTML and Word keep the mark and lose the text
    note.content:walk { Note = function(inner) page:problem("nested-note", pandoc.utils.stringify(inner.content)) end }
  end
  local left = page.options["escaped-fences"]      -- as many stand in the text because somebody wrote them as text
  local function check_text(str)
    if not str.text:match("^:::+$") then return end
    left = left - 1
    if left < 0 then page:problem("fence", ":::") end
  end
  doc:walk {
    Str = page.may_hold_fence and mentions_fence(doc.blocks) and check_text or nil,
    Div = check_div, Span = are_refused(page.names) and check or nil, Image = check, Link = check, Header = check, Table = check, CodeBlock = check_code,
    RawBlock = check_raw, RawInline = check_raw, Note = check_note,
    Para = page.options["has-examples"] and check_example or nil, Plain = page.options["has-examples"] and check_example or nil,
  }
  return doc
end
