-- Keeps an interval in one piece: two numbers with their keys, of which the second ends on "high" where the first has "low" (ci_low and
-- ci_high, lowest and highest), and a word between them. In HTML a span of the class `interval`, whose style keeps it on one line;
-- elsewhere the spaces about the word do not break.
-- Either engine runs it, before numbers become links: `filters: [{path: press/numbers/intervals.lua, at: post-render}]`.
-- The words of paragraphs change nothing that this filter does.

local NO_BREAK = pandoc.Str("\u{a0}")
local IN_HTML = FORMAT:match "^html"

local function key_of(inline)
  return inline and inline.t == "Span" and inline.classes:includes "num" and inline.attributes["data-key"]
end

local function is_blank(inline) return inline and (inline.t == "Space" or inline.t == "SoftBreak") end

local function is_interval(inlines, i)
  local low, high = key_of(inlines[i]), key_of(inlines[i + 4])
  return low and high and low ~= high and low:gsub("low([^.]*)$", "high%1") == high
    and is_blank(inlines[i + 1]) and inlines[i + 2].t == "Str" and is_blank(inlines[i + 3])
end

local function whole(inlines, i)
  local low, word, high = inlines[i], inlines[i + 2], inlines[i + 4]
  if IN_HTML then return { pandoc.Span({ low, pandoc.Space(), word, pandoc.Space(), high }, { class = "interval" }) } end
  return { low, NO_BREAK, word, NO_BREAK, high }
end

function Inlines(inlines)
  local result, i, found = pandoc.Inlines {}, 1, false
  while i <= #inlines do
    if is_interval(inlines, i) then
      result:extend(whole(inlines, i))
      i, found = i + 5, true
    else
      result:insert(inlines[i])
      i = i + 1
    end
  end
  return found and result or nil
end
