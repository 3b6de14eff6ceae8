-- What Typst would print otherwise than the other formats: signs of numbers, words that must not break after their first letter, and its own shorthands.

local MINUS = "\u{2212}"
local LONGEST = 24      -- characters of a word that may stand unbroken
local NO_TEXT = { "bibliography", "csl", "references", "lang" }      -- metadata that is not printed as it stands
local SPACES = { Space = true, SoftBreak = true, LineBreak = true }

local function raw(text) return pandoc.RawInline("typst", text) end

local function opens(text) return text:match("[%(%[{]$") or text:match("\u{201c}$") or text:match("\u{2018}$") end

local function begins_word(previous)
  return previous == nil or SPACES[previous.t] or previous.t == "Str" and opens(previous.text)
end

-- Typst takes a hyphen before a digit for a minus after a space or markup, not after a bracket: here one rule, a minus where a number begins.
local function signs(str, previous)
  if str.text:match("/") then return { str } end
  local text = str.text:gsub("([%(%[{])%-(%d)", "%1" .. MINUS .. "%2")
  if not text:match("^%-%d") then return { pandoc.Str(text) } end
  if begins_word(previous) then return { pandoc.Str(MINUS .. text:sub(2)) } end
  return { raw("\\-"), pandoc.Str(text:sub(2)) }
end

local function is_letter(text) return utf8.len(text) == 1 and pandoc.text.upper(text) ~= pandoc.text.lower(text) end

-- p-value, t-test: also where the letter is set in italics or as a formula
local function starts_with_letter(str)
  local first = str.text:match("^[%(%[{]*(" .. utf8.charpattern .. ")%-[^%-%d]")
  return first and is_letter(first) and utf8.len(str.text) <= LONGEST
end

local function is_marked_letter(inline)
  return inline ~= nil and inline.t ~= "Str" and not inline.t:match("^Raw") and is_letter(pandoc.utils.stringify(inline))
end

-- Dashes, the ellipsis, the soft hyphen: in the other formats they are the signs that they are.
local function shorthand(text)
  local found
  for _, sequence in ipairs { "%.%.", "%-%-", "%-%?" } do
    local at = text:find(sequence)
    if at and (not found or at < found) then found = at end
  end
  return found
end

local function without_shorthands(str)
  local result, text = pandoc.Inlines {}, str.text
  local at = shorthand(text)
  while at do
    if at > 1 then result:insert(pandoc.Str(text:sub(1, at - 1))) end
    result:insert(raw("\\" .. text:sub(at, at)))
    text = text:sub(at + 1)
    at = shorthand(text)
  end
  if text ~= "" then result:insert(pandoc.Str(text)) end
  return result
end

-- Whether a word has one of the signs that are changed here, or none at all. Few have; all others stay as they are.
local function is_concerned(inline)
  if inline.t ~= "Str" then return false end
  local text = inline.text
  return text == "" or text:find("-", 1, true) ~= nil or text:find("..", 1, true) ~= nil
end

return function(doc, page)
  if page.format ~= "typst" then return doc end

  local function visit(inlines)
    if not inlines:find_if(is_concerned) then return nil end
    local result = pandoc.Inlines {}
    for i, inline in ipairs(inlines) do
      local previous = inlines[i - 1]
      if not is_concerned(inline) then
        result:insert(inline)
      elseif starts_with_letter(inline) and begins_word(previous) then
        result:insert(raw("#box["))
        result:extend(without_shorthands(inline))
        result:insert(raw("]"))
      elseif is_marked_letter(previous) and begins_word(inlines[i - 2]) and inline.text:match("^%-[^%-%d]") and #inline.text <= LONGEST then
        result:insert(#result, raw("#box["))
        result:extend(without_shorthands(inline))
        result:insert(raw("]"))
      else
        for _, part in ipairs(signs(inline, previous)) do
          if part.t == "Str" then result:extend(without_shorthands(part)) else result:insert(part) end
        end
      end
    end
    return result
  end

  local kept = {}
  for _, name in ipairs(NO_TEXT) do kept[name] = doc.meta[name] end
  doc = doc:walk { Inlines = visit }
  for name, value in pairs(kept) do doc.meta[name] = value end
  return doc
end
