-- Marks in a Word file which stretch prints which number: a bookmark around each, "num-12-DIGEST", of the number's key.
-- Either engine runs it: `filters: [{path: press/trace/word_numbers.lua, at: post-render}]`. What finishes the file reads the marks and takes them
-- away again (press/journal/word_back/word_file/embedding.py).
--
-- It leaves the other formats as they are:
-- The words of paragraphs change nothing that this filter does.

if not FORMAT:match "^docx" then return {} end

local count = 0

local function mark(span)
  local key = span.attributes["data-key"]
  if not span.classes:includes "num" or not key or span.identifier ~= "" then return nil end
  count = count + 1
  span.identifier = ("num-%d-%s"):format(count, pandoc.utils.sha1(key):sub(1, 16))
  return span
end

return { { Span = mark } }
