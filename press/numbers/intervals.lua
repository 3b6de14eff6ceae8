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
  local low = key_of(inlines[i])
  local high = low and key_of(inlines[i + 4])
  return high and low ~= high and low:gsub("low([^.]*)$", "high%1") == high
    and is_blank(inlines[i + 1]) and inlines[i + 2].t == "Str" and is_blank(inlines[i + 3])
end

-- Makes one piece of the five inlines from a place on; returns the place behind it.
local function join(inlines, i)
  if not IN_HTML then
    inlines[i + 1], inlines[i + 3] = NO_BREAK, NO_BREAK
    return i + 5
  end
  local low, word, high = inlines[i], inlines[i + 2], inlines[i + 4]
  inlines[i] = pandoc.Span({ low, pandoc.Space(), word, pandoc.Space(), high }, { class = "interval" })
  for _ = 1, 4 do inlines:remove(i + 1) end
  return i + 1
end

function Inlines(inlines)
  local i, found = 1, false
  while i <= #inlines - 4 do
    if is_interval(inlines, i) then
      i, found = join(inlines, i), true
    else
      i = i + 1
    end
  end
  return found and inlines or nil
end
