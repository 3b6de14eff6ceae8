-- What stands beside the text: .column-margin and .aside, blocks and spans, and cells with column: margin. HTML sets it into the margin; all other
-- formats make a footnote of it, or leave it in its place where it holds what no footnote can (figures, tables, code, headings).

local BESIDE = { "column-margin", "aside" }
local WHOLE = { "Table", "Figure", "Image", "CodeBlock", "Header", "RawBlock" }      -- no footnote can hold these

local function is_beside(element) return element.classes:includes("column-margin") or element.classes:includes("aside") end

local function strip(element)
  element.classes = element.classes:filter(function(class) return class ~= BESIDE[1] and class ~= BESIDE[2] end)
  return element
end

---------------------------------------------------------------- what stands beside

-- The one picture of a paragraph that has the class; nil if there is none.
local function lone_picture(block)
  if not block or block.t ~= "Para" and block.t ~= "Plain" or #block.content ~= 1 then return nil end
  local image = block.content[1]
  if image.t == "Image" and is_beside(image) then return image end
end

-- The block that has the class, or whose picture has it; nil if neither.
local function holder(block)
  local image = lone_picture(block)
  if image then return image end
  if (block.t == "Figure" or block.t == "Table" or block.t == "CodeBlock" or block.t == "Div") and is_beside(block) then return block end
end

local function is_code(block) return block.t == "CodeBlock" and block.classes:includes("cell-code") end

-- A cell with column: margin as its code, which stays in the text where the rest is a figure or table, and the rest.
local function split_cell(cell, page)
  local code, shown = cell.content:filter(is_code), cell.content:filter(function(block) return not is_code(block) end)
  cell.attributes.column = nil
  if #code == 0 or not page:is_float(cell.identifier) then return nil, cell end
  local attributes = { ["lst-label"] = cell.attributes["lst-label"], ["lst-cap"] = cell.attributes["lst-cap"] }
  cell.attributes["lst-label"], cell.attributes["lst-cap"] = nil, nil
  cell.content = shown
  return pandoc.Div(code, pandoc.Attr("", { "cell" }, attributes)), #shown > 0 and cell or nil
end

-- The blocks beside the text that a block stands for, and what of it stays in the text; nil for other blocks.
local function beside(block, page)
  if block.t == "Div" and block.classes:includes("cell") and block.attributes.column == "margin" then
    local stays, moves = split_cell(block, page)
    return pandoc.Blocks(moves and { moves } or {}), stays
  end
  local element = holder(block)
  if not element then return nil end
  strip(element)
  local bare = block.t == "Div" and block.identifier == "" and #block.classes == 0
  return bare and block.content or pandoc.Blocks { block }
end

---------------------------------------------------------------- HTML

local function in_margin(blocks) return pandoc.Div(blocks, pandoc.Attr("", { "column-margin" }, { role = "note" })) end

-- Spans move behind their paragraph, as in Quarto's pages.
local function take_spans(block)
  local taken = pandoc.Blocks {}
  if block.t ~= "Para" and block.t ~= "Plain" then return block, taken end
  local left = block:walk {
    Span = function(span)
      if not is_beside(span) then return nil end
      if span.classes:includes("aside") then span.classes:insert("margin-aside") end
      taken:insert(in_margin { pandoc.Plain { strip(span) } })
      return {}
    end,
  }
  return left, taken
end

local function html_blocks(blocks, page)
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local moved, stays = beside(block, page)
    if moved then
      if stays then result:insert(stays) end
      if #moved > 0 then result:insert(in_margin(moved)) end
    else
      local left, taken = take_spans(block)
      result:insert(left)
      result:extend(taken)
    end
  end
  return result
end

---------------------------------------------------------------- footnotes

local function is_prose(blocks)
  local prose = true
  local function is_not() prose = false end
  local filter = {
    Div = function(div)
      if div.identifier ~= "" or div.classes:includes("cell") or div.classes:find_if(function(class) return class:match("^callout") end) then is_not() end
    end,
  }
  for _, kind in ipairs(WHOLE) do filter[kind] = is_not end
  blocks:walk(filter)
  return prose
end

-- A footnote, and behind it the notes that stood in it.
local function notes_of(blocks)
  local inner = pandoc.Inlines {}
  local outer = blocks:walk { Note = function(note) inner:insert(note) return {} end }
  local notes = pandoc.Inlines { pandoc.Note(outer) }
  notes:extend(inner)
  return notes
end

local function span_notes(element)
  return element:walk { Span = function(span) if is_beside(span) then return notes_of(pandoc.Blocks { pandoc.Para(span.content) }) end end }
end

-- Whether a footnote may stand at the end of a block: a paragraph of words, no formula with a label or a lone picture.
local function takes_note(block)
  if not block or (block.t ~= "Para" and block.t ~= "Plain") or #block.content == 0 then return false end
  local last = block.content[#block.content]
  return not (last.t == "Math" and last.mathtype == "DisplayMath") and not (last.t == "Str" and last.text:match("}$"))
    and not (#block.content == 1 and last.t == "Image")
end

local function footnote_blocks(blocks, page)
  local result, waiting = pandoc.Blocks {}, pandoc.Inlines {}
  for i, block in ipairs(blocks) do
    local moved, stays = beside(block, page)
    local last = result[#result]
    if stays then result:insert(stays) end
    if not moved then
      block = span_notes(block)
      if #waiting > 0 then block.content:extend(waiting) end
      waiting = pandoc.Inlines {}
      result:insert(block)
    elseif not is_prose(moved) then
      result:extend(moved)
    elseif takes_note(last) and not stays then
      last.content:extend(notes_of(moved))
      result[#result] = last
    elseif takes_note(blocks[i + 1]) and not holder(blocks[i + 1]) then
      waiting:extend(notes_of(moved))
    else
      result:extend(moved)
    end
  end
  return result
end

---------------------------------------------------------------- the step

-- Within a footnote nothing stands beside the text.
local function flatten(note)
  local function unwrap(element) if is_beside(element) then return element.content end end
  note.content = note.content:walk { Span = unwrap, Div = unwrap }
  return note
end

return function(doc, page)
  if not (page.names[BESIDE[1]] or page.names[BESIDE[2]] or page.names["column"]) then return doc end
  doc = doc:walk { Note = flatten }
  -- in captions and headings an aside is a footnote in every format
  local function captioned(element)
    element.caption.long = span_notes(element.caption.long)
    return element
  end
  local function captioned_figure(figure)
    local image = lone_picture(figure.content[1])
    if image then
      strip(image)
      figure.classes:insert(BESIDE[1])
    end
    return captioned(figure)
  end
  doc = doc:walk { Header = span_notes, Figure = captioned_figure, Table = captioned }
  local set = page.format == "html" and html_blocks or footnote_blocks
  return doc:walk { Blocks = function(blocks) return set(blocks, page) end }
end
