-- Tables whose decimal points stand below each other, and whose rows have headers.
-- Either engine runs it: `filters: [{path: press/tables/columns.lua, at: post-render}]`.
--
-- A column that is set to the right holds numbers. Behind one with fewer decimals than the longest, or without its stars, percent
-- sign or parenthesis, stands what is missing, unseen: then points align, and stars, "<" and parentheses hang outside. HTML takes it
-- from an attribute by its style sheet and the PDF hides it, so that neither is found or copied; Word has spaces as wide.
-- In HTML and JATS the first column, where it holds words, heads its rows; an empty cell of it belongs to the header above.
-- The words of paragraphs change nothing that this filter does.

local DASH, MINUS, NO_BREAK = "\u{2013}", "\u{2212}", "\u{a0}"
local WORD_SPACES = { ["."] = "\u{2008}", ["0"] = "\u{2007}", ["*"] = "\u{2007}", ["%"] = "\u{2007}\u{2004}", [")"] = "\u{2004}" }

local WRITERS = {
  html = function(missing) return pandoc.Span({}, pandoc.Attr("", { "pad" }, { ["data-pad"] = missing })) end,
  typst = function(missing) return pandoc.RawInline("typst", '#hide("' .. missing .. '")') end,
  docx = function(missing) return pandoc.Str((missing:gsub(".", WORD_SPACES))) end,
}

local HAS_HEADERS = { html = true, jats = true }

local function format()
  if FORMAT:match "^html" then return "html" end
  return FORMAT:match "^jats" and "jats" or FORMAT
end

-- What may stand behind the whole digits of a cell, in this order, after its decimals.
local SIGNS = { { "percent", "%" }, { "close", ")" }, { "stars", "*" } }

-- How much of it stands behind those of a cell. Nil where the cell is no number.
local function tail_of(cell)
  local text = pandoc.utils.stringify(cell.contents):gsub(NO_BREAK, ""):gsub(MINUS, "-")
  if text == DASH then return { decimals = 0, percent = 0, close = 0, stars = 0 } end
  local decimals, percent, close, stars = text:match "^%(?[<>]?[-+]?%d[%d,]*%.?(%d*)(%%?)(%)?)(%**)$"
  if not decimals then return nil end
  return { decimals = #decimals, percent = #percent, close = #close, stars = #stars }
end

local function longest(cells)
  local most = { decimals = 0, percent = 0, close = 0, stars = 0 }
  for _, cell in ipairs(cells) do
    for part, length in pairs(cell.tail) do most[part] = math.max(most[part], length) end
  end
  return most
end

local function missing_of(tail, most)
  local missing = (tail.decimals == 0 and most.decimals > 0 and "." or "") .. ("0"):rep(most.decimals - tail.decimals)
  for _, sign in ipairs(SIGNS) do missing = missing .. sign[2]:rep(most[sign[1]] - tail[sign[1]]) end
  return missing
end

local function append(cell, inline)
  local last = cell.contents[#cell.contents]
  if last.t == "Plain" or last.t == "Para" then last.content:insert(inline) end
  cell.contents[#cell.contents] = last
end

local function rows_of(tbl)
  local rows = pandoc.List {}
  for _, body in ipairs(tbl.bodies) do rows:extend(body.body) end
  return rows
end

local function is_whole(row, columns)
  return #row.cells == columns and not row.cells:find_if(function(cell) return cell.col_span > 1 or cell.row_span > 1 end)
end

local function align_points(rows, column, write)
  local cells = pandoc.List {}
  for _, row in ipairs(rows) do
    local tail = tail_of(row.cells[column])
    if tail then cells:insert { cell = row.cells[column], tail = tail } end
  end
  local most = longest(cells)
  for _, one in ipairs(cells) do
    local missing = missing_of(one.tail, most)
    if missing ~= "" then append(one.cell, write(missing)) end
  end
end

-- JATS knows columns that are aligned by a sign.
local function align_by_sign(tbl, rows, column)
  tbl.colspecs[column] = { pandoc.AlignDefault, tbl.colspecs[column][2] }
  for _, row in ipairs(rows) do
    local cell = row.cells[column]
    if tail_of(cell) then
      cell.attributes.align, cell.attributes.char = "char", "."
    else
      cell.alignment = pandoc.AlignRight
    end
  end
  for _, row in ipairs(tbl.head.rows) do row.cells[column].alignment = pandoc.AlignRight end
end

local function is_empty(cell) return pandoc.utils.stringify(cell.contents) == "" end

-- An empty cell below a header is part of it.
local function join_empty(rows)
  local header
  for _, row in ipairs(rows) do
    if header and is_empty(row.cells[1]) then
      header.row_span = header.row_span + 1
      row.cells:remove(1)
    else
      header = row.cells[1]
      header.attributes.scope = "row"
    end
  end
end

local function name_headers(tbl)
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do
      if not is_empty(cell) then cell.attributes.scope = cell.col_span > 1 and "colgroup" or "col" end
    end
  end
  if tbl.colspecs[1][1] == pandoc.AlignRight then return end
  for _, body in ipairs(tbl.bodies) do
    if #body.body > 0 and not is_empty(body.body[1].cells[1]) then
      body.row_head_columns = 1
      join_empty(body.body)
    end
  end
end

function Table(tbl)
  local rows, columns = rows_of(tbl), #tbl.colspecs
  if #tbl.head.rows == 0 or rows:find_if(function(row) return not is_whole(row, columns) end) then return nil end
  local form = format()
  for column, spec in ipairs(tbl.colspecs) do
    if spec[1] == pandoc.AlignRight then
      if form == "jats" then align_by_sign(tbl, rows, column) elseif WRITERS[form] then align_points(rows, column, WRITERS[form]) end
    end
  end
  if HAS_HEADERS[form] then name_headers(tbl) end
  return tbl
end
