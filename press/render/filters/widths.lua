-- Wide tables in the PDF: what their columns hold, from which Typst sees whether they need smaller type or a turned page (press-fit, press-turned).

local typst = require("writer_typst")

local NARROW = 60      -- signs of a line that is surely narrower than the page
local MOST = 3         -- of a column's longest words are measured

local function raw(text) return pandoc.RawBlock("typst", text) end

-- What a table prints, in plain words: a formula about as long as it is printed, no notes.
local PLAIN = {
  Math = function(math) return pandoc.Str((math.text:gsub("\\%a+", "x"):gsub("[{}^_%s]", ""))) end,
  RawInline = function(raw) return pandoc.Str(raw.text:match('^#hide%("(.*)"%)$') or "") end,
  Note = function() return {} end,
}

local function longest(texts, most)
  table.sort(texts, function(a, b)
    local left, right = utf8.len(a) or #a, utf8.len(b) or #b
    if left ~= right then return left > right end
    return a < b
  end)
  local seen, result = {}, {}
  for _, text in ipairs(texts) do
    if #result < most and not seen[text] then
      seen[text] = true
      table.insert(result, text)
    end
  end
  return result
end

-- Takes a cell into its column; one that runs over several columns has no say.
local function read_cell(cell, column, is_head)
  if cell.col_span > 1 then return end
  local text = pandoc.utils.stringify(cell.contents)
  local words = is_head and column.head or column.words
  for word in text:gmatch("%S+") do table.insert(words, word) end
  table.insert(is_head and column.heads or column.cells, text)
end

-- Rows that a cell of an earlier row reaches into begin further right.
local function read_rows(rows, columns, is_head)
  local taken = {}
  for r, row in ipairs(rows) do
    local at = 1
    for _, cell in ipairs(row.cells) do
      while taken[r .. "," .. at] do at = at + 1 end
      if columns[at] then read_cell(cell, columns[at], is_head) end
      for down = 0, cell.row_span - 1 do
        for right = 0, cell.col_span - 1 do taken[(r + down) .. "," .. (at + right)] = true end
      end
      at = at + cell.col_span
    end
  end
end

local function columns_of(tbl)
  local columns = {}
  for i = 1, #tbl.colspecs do columns[i] = { head = {}, heads = {}, words = {}, cells = {} } end
  read_rows(tbl.head.rows, columns, true)
  for _, body in ipairs(tbl.bodies) do
    read_rows(body.head, columns, true)
    read_rows(body.body, columns, false)
  end
  read_rows(tbl.foot.rows, columns, false)
  for _, column in ipairs(columns) do
    column.head, column.heads = longest(column.head, MOST), longest(column.heads, 1)
    column.words, column.cells = longest(column.words, MOST), longest(column.cells, 1)
  end
  return columns
end

local function signs(text) return text and utf8.len(text) or 0 end

local function is_narrow(columns)
  local total = 0
  for _, column in ipairs(columns) do total = total + 2 + math.max(signs(column.heads[1]), signs(column.cells[1])) end
  return total <= NARROW
end

local function array(texts)
  local quoted = {}
  for i, text in ipairs(texts) do quoted[i] = typst.quote(text) .. "," end
  return "(" .. table.concat(quoted) .. ")"
end

local function as_typst(columns)
  local result = {}
  for i, column in ipairs(columns) do
    result[i] = ("(head: %s, heads: %s, words: %s, cells: %s),"):format(
      array(column.head), array(column.heads), array(column.words), array(column.cells))
  end
  return "(" .. table.concat(result) .. ")"
end

local function opens(block) return block.t == "RawBlock" and block.text:match("^#press%-float%(") end
local function closes(block) return block.t == "RawBlock" and block.text:match("^%] <(.*)>$") end
local function columns_in(block) return block.t == "RawBlock" and block.text:match("^#press%-fit%(.-, (%(%(.*)%)%[$") end

-- The label of the innermost float around each block of a list, and the place where a float that begins there ends.
local function floats_in(blocks)
  local open, labels, ends = {}, {}, {}
  for i, block in ipairs(blocks) do
    if opens(block) then table.insert(open, i) end
    local label, first = closes(block), open[#open]
    if label and first then
      table.remove(open)
      ends[first] = i
      for inside = first, i do labels[inside] = labels[inside] or label end
    end
  end
  return labels, ends
end

local function fitted(tbl, label)
  local columns = columns_of(tbl:walk(PLAIN))
  local long = typst.is_long(pandoc.Blocks { tbl })
  local blocks = long and { raw("#press-continued["), tbl, raw("]") } or { tbl }
  if is_narrow(columns) then return blocks end
  table.insert(blocks, 1, raw(("#press-fit(%s, %s)["):format(typst.quote(label or ""), as_typst(columns))))
  table.insert(blocks, raw("]"))
  return blocks
end

local function is_table(block) return block.t == "Table" end

local function fit_tables(blocks)
  if not blocks:find_if(is_table) then return nil end
  local labels, result = floats_in(blocks), pandoc.Blocks {}
  for i, block in ipairs(blocks) do
    if is_table(block) then result:extend(fitted(block, labels[i])) else result:insert(block) end
  end
  return result
end

-- How much deeper in brackets of Typst the blocks behind this one stand.
local function deeper(block)
  if block.t ~= "RawBlock" or block.format ~= "typst" then return 0 end
  return (block.text:match("%[$") and 1 or 0) - (block.text:match("^%]") and 1 or 0)
end

local function end_of_table(blocks, at)
  while blocks[at].t ~= "Table" do at = at + 1 end
  while blocks[at + 1] and blocks[at + 1].t == "RawBlock" and blocks[at + 1].text == "]" do at = at + 1 end
  return at
end

-- A float, or a table by itself, that stands in no list, quote or callout may have a page of its own that is turned.
local function turn_pages(blocks)
  local _, ends = floats_in(blocks)
  local result, at, depth = pandoc.Blocks {}, 1, 0
  while at <= #blocks do
    local last, said = ends[at] or columns_in(blocks[at]) and end_of_table(blocks, at) or at, nil
    for i = at, last do
      if depth == 0 then said = said or columns_in(blocks[i]) end
    end
    for i = at, last do depth = depth + deeper(blocks[i]) end
    if said then result:insert(raw("#press-turned(" .. said .. ")[")) end
    for i = at, last do result:insert(blocks[i]) end
    if said then result:insert(raw("]")) end
    at = last + 1
  end
  return result
end

return function(doc, page)
  if page.format ~= "typst" then return doc end
  doc.blocks = turn_pages(doc.blocks:walk { Blocks = fit_tables })
  return doc
end
