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

-- What a line cannot be drawn through is framed.
local function framed(call)
  local function frame(thing)
    return { raw("#" .. call .. "-thing["), thing, raw("]") }
  end
  return { Math = frame, Image = frame }
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
  return #element.classes == 0 and element.content or nil
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

local function header(element)
  element.identifier = ""
  return element
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
  { Para = paragraph, Plain = paragraph },
  { Span = span, Link = link, Header = header },
  { Div = div },
}
