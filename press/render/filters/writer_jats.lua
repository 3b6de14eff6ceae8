-- What JATS does: <fig> for every float, <boxed-text> for callouts.

local writer = {}

function writer.equation(math, id, number)
  math.text = math.text .. " \\qquad(" .. number .. ")"
  return pandoc.Inlines { pandoc.Span(math, pandoc.Attr(id)) }
end

function writer.float(float)
  return pandoc.Blocks { pandoc.Figure(float.blocks, { pandoc.Plain(float.caption) }, pandoc.Attr(float.id)) }
end

function writer.unlabelled_figure(figure) return figure end

function writer.grid(rows)
  local result = pandoc.Blocks {}
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do result:extend(cell) end
  end
  return result
end

function writer.callout(callout)
  local title = callout.given_title or pandoc.Inlines { pandoc.Str(callout.type_word) }
  local blocks = pandoc.Blocks { pandoc.Para { pandoc.Strong(title) } }
  blocks:extend(callout.body)
  return pandoc.Div(blocks, pandoc.Attr(callout.id, { "boxed" }))
end

return writer
