-- Text that Typst would take for the mark of a heading, a list or a term (= - + / and "1.") is printed as the text it is.
-- Pandoc's writer sees to it at the beginning of a line only, not where a cell, a note, a heading, a link or a title begins.
-- Press runs this last of all; genuine Quarto as one of a project's filters: `filters: [{path: press/render/filters/signs.lua, at: post-render}]`.

if not FORMAT:match "^typst" then return {} end

local NO_TEXT = { "bibliography", "csl", "references", "lang" }      -- metadata that is not printed as it stands
local ENDS = "%f[^%g]"      -- Typst's marks stand before blanks, also those that do not break, and before the end

local function is_blank(inline) return inline ~= nil and (inline.t == "Space" or inline.t == "SoftBreak") end

-- Whether nothing but blanks may stand between the beginning of a line and an element; any other element may be such a beginning, a word is none.
local function opens_line(inlines, last)
  for i = last, 1, -1 do
    if not is_blank(inlines[i]) then return inlines[i].t ~= "Str" or inlines[i].text == "" end
  end
  return true
end

-- The place of the sign that makes a mark of a text's beginning; the number of an item may stand in the element before its full stop.
local function place_of_mark(inlines, i)
  local text = inlines[i].text
  local place = text:match("^()[-+/=]+" .. ENDS) or text:match("^%d+()%." .. ENDS)
  if place then return opens_line(inlines, i - 1) and place end
  return not is_blank(inlines[i - 1]) and text:match("^()%." .. ENDS)
end

local function escape(inlines, i, place)
  local text = inlines:remove(i).text
  if place < #text then inlines:insert(i, pandoc.Str(text:sub(place + 1))) end
  inlines:insert(i, pandoc.RawInline("typst", "\\" .. text:sub(place, place)))
  if place > 1 then inlines:insert(i, pandoc.Str(text:sub(1, place - 1))) end
end

local function without_marks(inlines)
  local changed = false
  for i = #inlines, 1, -1 do
    local inline = inlines[i]
    local place = inline.t == "Str" and inline.text:match("^[-+/=.%d]") and place_of_mark(inlines, i)
    if place then escape(inlines, i, place) end
    changed = changed or place
  end
  return changed and inlines or nil
end

function Pandoc(doc)
  local kept = {}
  for _, name in ipairs(NO_TEXT) do kept[name] = doc.meta[name] end
  doc = doc:walk { Inlines = without_marks }
  for name, value in pairs(kept) do doc.meta[name] = value end
  return doc
end
