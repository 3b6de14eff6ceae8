-- What the PDF does: calls of the functions that templates/typst/press.typ defines.

local writer = {}

local function raw(text) return pandoc.RawBlock("typst", text) end
local function inline(text) return pandoc.RawInline("typst", text) end

local function quote(text) return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"' end
writer.quote = quote

-- "6.9in", "30%", "300" (pixels) as a Typst length
function writer.length(text)
  if text:match("^[%d.]+$") or text:match("px$") then return tonumber((text:gsub("px", ""))) * 0.75 .. "pt" end
  return text
end

local function label(id) return id ~= "" and " <" .. id .. ">" or "" end

function writer.equation(math, id, number, alt)
  return pandoc.Inlines {
    inline("#press-equation(" .. quote(number) .. ", alt: " .. quote(alt or math.text) .. ", "), math, inline(")" .. label(id)),
  }
end

-- PDF/UA wants an alternative text for every formula: its TeX where the author gives none.
function writer.unnumbered_equation(math)
  return pandoc.Inlines { inline("#press-equation(none, alt: " .. quote(math.text) .. ", "), math, inline(")") }
end

-- Whether a block ends a figure, table or listing; a note may stand in further brackets.
function writer.is_end_of_float(block)
  local kind = block and block.t == "RawBlock" and block.text:match("^%] <(%a+)%-[^>]+>$")
  return kind == "fig" or kind == "tbl" or kind == "lst"
end

local LONG = 20      -- rows (press-long in press.typ): a longer table stays in the text and goes on over the page

-- Whether a table among the blocks is long.
function writer.is_long(blocks)
  local rows = 0
  blocks:walk {
    Table = function(tbl)
      local own = 0
      for _, body in ipairs(tbl.bodies) do own = own + #body.head + #body.body end
      rows = math.max(rows, own)
    end,
  }
  return rows > LONG
end

local function figure(kind, above, caption, blocks, id)
  local long = kind == "tbl" and writer.is_long(blocks)
  local result = pandoc.Blocks {
    raw("#press-float(" .. quote(kind) .. ", " .. (above and "top" or "bottom") .. (long and ", long: true" or "") .. ", ["),
    pandoc.Plain(caption), raw("])["),
  }
  result:extend(blocks)
  result:insert(raw("]" .. label(id)))
  return result
end

function writer.float(float)
  if float.alt then
    float.blocks = float.blocks:walk {
      Image = function(image)
        image.attributes["fig-alt"] = image.attributes["fig-alt"] or float.alt
        return image
      end,
    }
  end
  return figure(float.part and "part" or float.kind, float.above, float.caption, float.blocks, float.id)
end

-- As Quarto: Typst numbers every figure that has a caption.
function writer.unlabelled_figure(figure_block, page)
  local caption = page:caption("fig", page:count("fig"), pandoc.utils.blocks_to_inlines(figure_block.caption.long))
  return figure("fig", false, caption, figure_block.content, figure_block.identifier)
end

function writer.grid(rows)
  local result = pandoc.Blocks {}
  for _, row in ipairs(rows) do
    local widths = {}
    for i = 1, row.columns do widths[i] = (row.widths[i] or 1) .. "fr" end
    result:insert(raw("#press-row((" .. table.concat(widths, ", ") .. ",),"))
    for _, cell in ipairs(row.cells) do
      result:insert(raw("["))
      result:extend(cell)
      result:insert(raw("],"))
    end
    result:insert(raw(")"))
  end
  return result
end

function writer.callout(callout)
  local result = pandoc.Blocks {
    raw("#press-callout(" .. quote(callout.type) .. ", icon: " .. tostring(callout.icon) .. ", ["),
    pandoc.Plain(callout.title), raw("])["),
  }
  result:extend(callout.body)
  result:insert(raw("]" .. label(callout.id)))
  return result
end

return writer
