-- The title block is text: raw HTML in a title, a name or a keyword is printed as it was typed, but for the marks of letters (x<sub>2</sub>).
-- Each text comes behind an empty span, so that its first sign opens no list and no heading; it is taken away here.

local KEPT = {}
for name in ("sub sup em strong i b small br wbr"):gmatch("%S+") do KEPT[name] = true end
local OTHERS = { press = true, abstract = true, references = true, nocite = true }      -- the abstract is part of the text

local function is_kept(text)
  local name = text:match("^</?(%a+)%s*/?>$")
  return name ~= nil and KEPT[name:lower()] == true
end

local function as_text(text)
  local result = pandoc.Inlines {}
  for space, word in text:gmatch("(%s*)(%S*)") do
    if space ~= "" then result:insert(pandoc.Space()) end
    if word ~= "" then result:insert(pandoc.Str(word)) end
  end
  return result
end

local CLEAN = {
  RawInline = function(raw) if raw.format == "html" and not is_kept(raw.text) then return as_text(raw.text) end end,
  RawBlock = function(raw) if raw.format == "html" then return pandoc.Plain(as_text(raw.text)) end end,
}

local function is_empty_span(inline) return inline and inline.t == "Span" and #inline.content == 0 and inline.attr == pandoc.Attr() end

local function without_span(inlines)
  if is_empty_span(inlines[1]) then inlines:remove(1) end
  return inlines
end

local clean
function clean(value)
  local kind = pandoc.utils.type(value)
  if kind == "Inlines" then return without_span(value):walk(CLEAN) end
  if kind == "Blocks" then
    if value[1] and value[1].t == "Para" then value[1].content = without_span(value[1].content) end
    return value:walk(CLEAN)
  end
  if kind ~= "List" and kind ~= "table" then return value end
  for key, inner in pairs(value) do value[key] = clean(inner) end
  return value
end

return function(doc)
  for key, value in pairs(doc.meta) do
    if not OTHERS[key] then doc.meta[key] = clean(value) end
  end
  return doc
end
