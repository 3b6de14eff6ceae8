-- The Word file with its changes, as pandoc reads it, in the Typst of marks.typ: what came, what went, what was said in the margin.

local function raw(text)
  return pandoc.RawInline("typst", text)
end

local CALLS = { insertion = "came", deletion = "went" }
local PARAGRAPHS = { ["paragraph-insertion"] = "came", ["paragraph-deletion"] = "went" }
local STYLES = {
  Author = "person", Affiliation = "home", ["Abstract Title"] = "small-title", Abstract = "abstract",
  Keywords = "abstract", ["Captioned Figure"] = "drawn", ["Image Caption"] = "under", Caption = "under", Note = "small-print",
  ["Table Note"] = "small-print", Equation = "formula", Bibliography = "entry",
}

local function call_of(span, calls)
  for _, class in ipairs(span.classes) do
    if calls[class] then
      return calls[class]
    end
  end
end

local WIDTHS = { came = "96%", went = "55%" }

-- What a line cannot be drawn through is framed; a picture that went is smaller.
local function framed(call)
  local function frame(thing)
    return { raw("#" .. call .. "-thing["), thing, raw("]") }
  end
  local function picture(image)
    image.attributes.height = nil
    image.attributes.width = WIDTHS[call]
    return { raw("#" .. call .. "-picture["), image, raw("]") }
  end
  return { Math = frame, Image = picture }
end

local function marked(call, content)
  local inside = content:walk(framed(call))
  inside:insert(1, raw("#" .. call .. "["))
  inside:insert(raw("]"))
  return inside
end

local function span(element)
  local call = call_of(element, CALLS)
  if call then
    return marked(call, element.content)
  end
  if element.classes:includes("comment-start") then
    return marked("said", pandoc.Inlines(element.content))
  end
  if element.classes:includes("comment-end") then
    return {}
  end
  element.identifier = ""
  return element
end

-- The end of a paragraph that came or went is seen where not all of the paragraph did.
local function paragraph(element)
  local whole = true
  for _, inline in ipairs(element.content) do
    local known = inline.t == "Span" and (call_of(inline, CALLS) or call_of(inline, PARAGRAPHS))
    whole = whole and (known or inline.t == "Space" or inline.t == "SoftBreak")
  end
  return element:walk({
    Span = function(inline)
      local call = call_of(inline, PARAGRAPHS)
      if call then
        return whole and {} or { raw("#" .. call .. "[¶]") }
      end
    end,
  })
end

-- A word that came is set off from the one that it replaces: readers of the text find both.
local function apart(inlines)
  local given = pandoc.Inlines({})
  for place, inline in ipairs(inlines) do
    local before = inlines[place - 1]
    local both = before and before.t == "Span" and inline.t == "Span"
    if both and call_of(before, CALLS) and call_of(inline, CALLS) and call_of(before, CALLS) ~= call_of(inline, CALLS) then
      given:insert(raw("#between"))
    end
    given:insert(inline)
  end
  return given
end

-- What has no side of its own stands left.
local function rows(element)
  for place, column in ipairs(element.colspecs) do
    if column[1] == "AlignDefault" then
      element.colspecs[place] = { "AlignLeft", column[2] }
    end
  end
  return element
end

local function link(element)
  return element.target:sub(1, 1) == "#" and element.content or nil
end

local function div(element)
  local call = STYLES[element.attributes["custom-style"] or ""]
  element.identifier = ""
  if not call then
    return element.content
  end
  local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#" .. call .. "[") })
  blocks:extend(element.content)
  blocks:insert(pandoc.RawBlock("typst", "]"))
  return blocks
end

-- The highest headings are of level 1.
local function headings(doc)
  local highest = 6
  doc:walk({ Header = function(element) highest = math.min(highest, element.level) end })
  return doc:walk({
    Header = function(element)
      element.level, element.identifier = element.level - highest + 1, ""
      return element
    end,
  })
end

local function typst_string(text)
  return '"' .. text:gsub("[\\\"]", "\\%0"):gsub("%c", " ") .. '"'
end

-- Pictures and formulas with what describes them to those who cannot see them.
local function image(element)
  local parts = { typst_string(element.src), "alt: " .. typst_string(pandoc.utils.stringify(element.caption)) }
  for _, name in ipairs({ "width", "height" }) do
    if element.attributes[name] then
      table.insert(parts, name .. ": " .. element.attributes[name])
    end
  end
  return raw("#image(" .. table.concat(parts, ", ") .. ")")
end

local function formula(element)
  local set = pandoc.write(pandoc.Pandoc({ pandoc.Plain({ element }) }), "typst"):gsub("%s+$", "")
  local call = element.mathtype == "DisplayMath" and "#displayed(" or "#inline("
  return raw(call .. typst_string(element.text) .. ", " .. set .. ")")
end

-- Title, subtitle and people that the reader takes out of the text.
local function front(doc)
  local blocks = pandoc.Blocks({})
  for _, name in ipairs({ "title", "subtitle", "author", "date" }) do
    local value = doc.meta[name]
    local values = pandoc.utils.type(value) == "List" and value or { value }
    for _, one in ipairs(values) do
      local inlines = pandoc.utils.type(one) == "Blocks" and pandoc.utils.blocks_to_inlines(one) or pandoc.Inlines(one)
      local content = pandoc.Inlines({ raw("#front-" .. name .. "[") })
      content:extend(inlines)
      content:insert(raw("]"))
      blocks:insert(pandoc.Para(content))
    end
    doc.meta[name] = nil
  end
  blocks:extend(doc.blocks)
  return pandoc.Pandoc(blocks, doc.meta)
end

return {
  { Pandoc = front },
  { Pandoc = headings },
  { Para = paragraph, Plain = paragraph, Table = rows },
  { Inlines = apart },
  { Span = span, Link = link },
  { Div = div },
  { Image = image, Math = formula },
}
