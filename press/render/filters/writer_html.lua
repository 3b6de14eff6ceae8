-- What HTML does with floats, equations and callouts: elements and classes as in Quarto's pages.

local writer = {}

local function raw(text) return pandoc.RawBlock("html", text) end

local function escape(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

function writer.equation(math, id, number)
  math.text = math.text .. " \\qquad(" .. number .. ")"
  return pandoc.Inlines { pandoc.Span(math, pandoc.Attr(id, { "equation" })) }
end

local function caption_blocks(inlines)
  return pandoc.Blocks { raw("<figcaption>"), pandoc.Plain(inlines), raw("</figcaption>") }
end

function writer.float(float)
  local label = float.alt and ' aria-label="' .. escape(float.alt) .. '"' or ""
  local blocks = pandoc.Blocks { raw('<figure class="quarto-float-' .. float.kind .. '"' .. label .. ">") }
  if float.above then blocks:extend(caption_blocks(float.caption)) end
  blocks:extend(float.blocks)
  if not float.above then blocks:extend(caption_blocks(float.caption)) end
  blocks:insert(raw("</figure>"))
  local classes = { float.part and "quarto-subfloat" or "quarto-float" }
  if float.align then table.insert(classes, "quarto-figure-" .. float.align) end
  return pandoc.Blocks { pandoc.Div(blocks, pandoc.Attr(float.id, classes)) }
end

function writer.unlabelled_figure(figure) return figure end

function writer.grid(rows)
  local panel = pandoc.Blocks {}
  for _, row in ipairs(rows) do
    local cells, widths = pandoc.Blocks {}, {}
    for i, cell in ipairs(row.cells) do
      cells:insert(pandoc.Div(cell, pandoc.Attr("", { "quarto-layout-cell" })))
      widths[i] = row.widths[i] .. "fr"
    end
    for i = #row.cells + 1, row.columns do widths[i] = "1fr" end
    panel:insert(pandoc.Div(cells, pandoc.Attr("", { "quarto-layout-row" }, { style = "--columns: " .. table.concat(widths, " ") })))
  end
  return pandoc.Blocks { pandoc.Div(panel, pandoc.Attr("", { "quarto-layout-panel" })) }
end

local function callout_title(callout)
  local inlines = pandoc.Inlines {}
  if callout.title_given then
    inlines:insert(pandoc.Span({ pandoc.Str(callout.type_word) }, pandoc.Attr("", { "screen-reader-only" })))
  end
  inlines:extend(callout.title)
  return pandoc.Div(pandoc.Plain(inlines), pandoc.Attr("", { "callout-title-container" }))
end

function writer.callout(callout)
  local body = pandoc.Div(callout.body, pandoc.Attr("", { "callout-body-container", "callout-body" }))
  local classes = { "callout", "callout-style-" .. callout.appearance, "callout-" .. callout.type }
  if not callout.icon then table.insert(classes, "no-icon") end
  local blocks
  if callout.is_bare then
    blocks = { body }
  elseif callout.collapse == nil then
    blocks = { pandoc.Div(callout_title(callout), pandoc.Attr("", { "callout-header" })), body }
  else
    local open = callout.collapse and "" or " open"
    blocks = {
      raw('<details class="callout-collapse' .. (callout.collapse and "" or " show") .. '"' .. open .. '><summary class="callout-header">'),
      callout_title(callout), raw("</summary>"), body, raw("</details>"),
    }
  end
  return pandoc.Div(blocks, pandoc.Attr(callout.id, classes, { role = "note" }))
end

return writer
