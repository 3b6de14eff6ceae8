-- layout-ncol, layout-nrow and layout: cells in rows with relative widths.

local layout = {}

function layout.is_asked(attributes)
  return (attributes.layout or attributes["layout-ncol"] or attributes["layout-nrow"]) ~= nil
end

local function equal_rows(cells, columns)
  local rows = {}
  for i, cell in ipairs(cells) do
    local r = (i - 1) // columns + 1
    rows[r] = rows[r] or { cells = {}, widths = {} }
    table.insert(rows[r].cells, cell)
    table.insert(rows[r].widths, 1)
  end
  for _, row in ipairs(rows) do row.columns = columns end
  return rows
end

-- "[1, 2]" or "[[1, 1], [1]]"; a negative width is empty room
local function rows_by_widths(cells, text)
  local spec, rows, next_cell = pandoc.json.decode(text, false), {}, 1
  if type(spec[1]) ~= "table" then spec = { spec } end
  for _, widths in ipairs(spec) do
    local row = { cells = {}, widths = {}, columns = #widths }
    for _, width in ipairs(widths) do
      if width > 0 and cells[next_cell] then
        table.insert(row.cells, cells[next_cell])
        next_cell = next_cell + 1
      else
        table.insert(row.cells, pandoc.Blocks {})
      end
      table.insert(row.widths, math.abs(width))
    end
    table.insert(rows, row)
  end
  while cells[next_cell] do
    table.insert(rows, { cells = { cells[next_cell] }, widths = { 1 }, columns = 1 })
    next_cell = next_cell + 1
  end
  return rows
end

-- Rows of {cells, widths, columns}.
function layout.rows(cells, attributes)
  if attributes.layout then return rows_by_widths(cells, attributes.layout) end
  local columns = tonumber(attributes["layout-ncol"])
  local rows = tonumber(attributes["layout-nrow"])
  if not columns and rows then columns = math.ceil(#cells / rows) end
  return equal_rows(cells, columns or 1)
end

return layout
