-- Text that Typst would take for the mark of a heading, a list or a term (= - + / and "1.") is printed as the text it is.
-- Pandoc's writer sees to it at the beginning of a line only, not where a cell, a note, a heading, a link or a title begins.
-- Press runs this last of all; genuine Quarto as one of a project's filters: `filters: [{path: press/render/filters/signs.lua, at: post-render}]`.

if not FORMAT:match "^typst" then return {} end

local NO_TEXT = { "bibliography", "csl", "references", "lang" }      -- metadata that is not printed as it stands
local ENDS = "%f[^%g]"      -- Typst's marks stand before blanks, also those that do not break, and before the end

local function is_blank(inline) return inline ~= nil and (inline.t == "Space" or inline.t == "SoftBreak") end

-- The place of the sign that makes a mark of a text's beginning; the number of an item may stand in the element before its full stop.
local function place_of_mark(text, opens, follows_blank)
  if opens then
    local place = text:match("^()[-+/=]+" .. ENDS) or text:match("^%d+()%." .. ENDS)
    if place then return place end
  end
  return not follows_blank and text:match("^()%." .. ENDS)
end

local function escaped(text, place)
  local result = pandoc.Inlines {}
  if place > 1 then result:insert(pandoc.Str(text:sub(1, place - 1))) end
  result:insert(pandoc.RawInline("typst", "\\" .. text:sub(place, place)))
  if place < #text then result:insert(pandoc.Str(text:sub(place + 1))) end
  return result
end

-- Whether nothing but blanks is sure to stand between the beginning of a line and what follows an element.
local function opens_after(inline, opened)
  if inline.t == "Str" then return opened and inline.text == "" end
  return is_blank(inline) and opened or not is_blank(inline)
end

local function without_marks(inlines)
  local result, opens = pandoc.Inlines {}, true
  for i, inline in ipairs(inlines) do
    local place = inline.t == "Str" and place_of_mark(inline.text, opens, is_blank(inlines[i - 1]))
    if place then result:extend(escaped(inline.text, place)) else result:insert(inline) end
    opens = opens_after(inline, opens)
  end
  return result
end

function Pandoc(doc)
  local kept = {}
  for _, name in ipairs(NO_TEXT) do kept[name] = doc.meta[name] end
  doc = doc:walk { Inlines = without_marks }
  for name, value in pairs(kept) do doc.meta[name] = value end
  return doc
end
