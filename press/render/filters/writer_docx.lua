-- What Word does: paragraphs in named styles, layout tables without lines, callouts in a bordered cell.

local writer = {}

local function raw(text) return pandoc.RawBlock("openxml", text) end

local function styled(blocks, style) return pandoc.Div(blocks, pandoc.Attr("", {}, { ["custom-style"] = style })) end

function writer.equation(math, id, number)
  math.text = math.text .. " \\qquad(" .. number .. ")"
  return pandoc.Inlines { pandoc.Span(math, pandoc.Attr(id)) }
end

local function center_images(blocks)
  return blocks:map(function(block)
    if (block.t == "Para" or block.t == "Plain") and #block.content == 1 and block.content[1].t == "Image" then
      return styled({ pandoc.Para(block.content) }, "Captioned Figure")
    end
    return block
  end)
end

function writer.float(float)
  local caption = styled({ pandoc.Para(float.caption) }, float.above and "Table Caption" or "Image Caption")
  local blocks = pandoc.Blocks {}
  if float.above then blocks:insert(caption) end
  blocks:extend(float.blocks:walk { Blocks = center_images })
  if not float.above then blocks:insert(caption) end
  return pandoc.Blocks { pandoc.Div(blocks, pandoc.Attr(float.id)) }
end

function writer.unlabelled_figure(figure) return figure end

local GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/></w:pPr></w:p>'
local CELL = '<w:tc><w:tcPr><w:tcW w:type="pct" w:w="%d"/></w:tcPr>'

function writer.grid(rows)
  local result = pandoc.Blocks {}
  for _, row in ipairs(rows) do
    local total = 0
    for i = 1, row.columns do total = total + (row.widths[i] or 1) end
    result:insert(raw('<w:tbl><w:tblPr><w:tblW w:type="pct" w:w="5000"/></w:tblPr><w:tr>'))
    for i = 1, row.columns do
      result:insert(raw(CELL:format(math.floor(5000 * (row.widths[i] or 1) / total))))
      if row.cells[i] then result:extend(row.cells[i]) end
      result:insert(raw(GAP:format(20) .. "</w:tc>"))
    end
    result:insert(raw("</w:tr></w:tbl>"))
  end
  return result
end

-- The line has Quarto's colours, the title (styles "Note Title" and so on) darker ones that can be read. A table right behind another would become
-- part of it in Word, so an empty paragraph stands between.
local COLOURS = { note = "0758E5", tip = "00A047", warning = "EB9113", important = "CC1914", caution = "FC5300" }
local CALLOUT = '<w:tbl><w:tblPr><w:tblW w:type="pct" w:w="5000"/><w:tblBorders><w:left w:val="single" w:sz="24" w:space="0" w:color="%s"/>' ..
  '</w:tblBorders><w:tblCellMar><w:left w:w="144" w:type="dxa"/><w:right w:w="144" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tr><w:trPr><w:cantSplit/></w:trPr>' ..
  '<w:tc><w:tcPr><w:tcW w:type="pct" w:w="5000"/><w:shd w:val="clear" w:color="auto" w:fill="F5F5F3"/></w:tcPr>'

local function callout_title(callout)
  return pandoc.Para { pandoc.Span(pandoc.Strong(callout.title), pandoc.Attr("", {}, { ["custom-style"] = callout.type_name .. " Title" })) }
end

function writer.callout(callout)
  local blocks = pandoc.Blocks { raw(CALLOUT:format(COLOURS[callout.type])) }
  if not callout.is_bare then blocks:insert(callout_title(callout)) end
  blocks:extend(callout.body)
  blocks:insert(raw("</w:tc></w:tr></w:tbl>" .. GAP:format(160)))
  return pandoc.Div(blocks, pandoc.Attr(callout.id))
end

return writer
