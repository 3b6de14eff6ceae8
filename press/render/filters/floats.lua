-- Figures, tables and listings with a label: found, numbered, and handed to the format's writer.
--
-- A float is described as {id, kind, caption (inlines), blocks, attributes}; with `parts` where it has subfloats (each a float, or
-- {blocks} without an id); that of a cell has its `classes`, and in `before` and `after` its code and text outputs, which stay outside.

local caption_places = require("caption_places")
local layout = require("layout")

local function letter(n) return string.char(96 + n) end

local function is_display(block) return block.t == "Div" and block.classes:includes("cell-output-display") end

local function is_code(block) return block.t == "CodeBlock" and block.classes:includes("cell-code") end

-- The one image of a paragraph that holds nothing else.
local function lone_image(block)
  if (block.t == "Para" or block.t == "Plain") and #block.content == 1 and block.content[1].t == "Image" then
    return block.content[1]
  end
end

---------------------------------------------------------------- captions within tables

-- The caption that the only table of a float brings along, taken off it: the blocks without it, and its inlines.
local function take_table_caption(blocks)
  local tables, found = 0, pandoc.Inlines {}
  blocks:walk { Table = function(tbl) tables = tables + (tbl.identifier == "" and 1 or 2) end }
  if tables ~= 1 then return blocks, found end
  return blocks:walk {
    Table = function(tbl)
      found = pandoc.utils.blocks_to_inlines(tbl.caption.long)
      tbl.caption = {}
      return tbl
    end,
  }, found
end

---------------------------------------------------------------- executed cells

local function split_cell(cell)
  local parts = { before = pandoc.Blocks {}, displays = pandoc.Blocks {}, after = pandoc.Blocks {} }
  local has_display = cell.content:find_if(is_display) ~= nil
  for _, block in ipairs(cell.content) do
    if is_display(block) or (not has_display and not is_code(block)) then
      parts.displays:insert(block)
    elseif #parts.displays == 0 then
      parts.before:insert(block)
    else
      parts.after:insert(block)
    end
  end
  return parts
end

-- The captions of a cell's parts ({}: letters alone; nil: no parts), and whether the cell's own caption is among them.
local function part_captions(cell, kind, count)
  local given = cell.attributes[kind .. "-subcap"]
  if given == "true" then return {} end
  if given then return pandoc.json.decode(given, false) end
  if kind == "fig" and count > 1 and cell.attributes["fig-cap"] then
    return { cell.attributes["fig-cap"] }, true      -- as Quarto: without subcaptions the caption goes to the first plot
  end
end

local function cell_parts(id, kind, displays, captions, page)
  local parts = {}
  for i, display in ipairs(displays) do
    parts[i] = { id = id .. "-" .. i, kind = kind, caption = page:inlines(captions[i]), blocks = pandoc.Blocks { display }, attributes = {} }
  end
  return parts
end

local function cell_float(cell, page)
  local id, kind = cell.identifier, page:kind(cell.identifier)
  local split = split_cell(cell)
  local float = {
    id = id, kind = kind, caption = page:inlines(cell.attributes[kind .. "-cap"]),
    blocks = split.displays, attributes = cell.attributes, classes = cell.classes, before = split.before, after = split.after,
  }
  if kind == "tbl" and not cell.attributes["tbl-cap"] and not cell.attributes["tbl-subcap"] then
    float.blocks, float.caption = take_table_caption(float.blocks)
  end
  local captions, moved = part_captions(cell, kind, #split.displays)
  if captions and #captions > #split.displays then page:problem("lost-caption", id) end
  if captions and #split.displays > 1 then
    float.parts = cell_parts(id, kind, split.displays, captions, page)
    if moved then float.caption = pandoc.Inlines {} end
  end
  return float
end

-- Captions without a label: unnumbered, as pandoc prints them.
local function caption_display(display, caption)
  return display:walk {
    Para = function(para)
      if lone_image(para) then return pandoc.Figure({ pandoc.Plain(para.content) }, { pandoc.Plain(caption) }) end
    end,
    Table = function(tbl)
      tbl.caption = { long = { pandoc.Plain(caption) } }
      return tbl
    end,
  }
end

---------------------------------------------------------------- what the author typed

local function figure_float(figure)
  local image = figure.content[1] and lone_image(figure.content[1])
  if image then image.caption = {} end
  return {
    id = figure.identifier, caption = pandoc.utils.blocks_to_inlines(figure.caption.long),
    blocks = figure.content, attributes = figure.attributes,
  }
end

local function image_float(para)
  local image = lone_image(para)
  local id = image.identifier
  image.identifier = ""
  return { id = id, caption = image.caption, blocks = pandoc.Blocks { pandoc.Para { image } }, attributes = {} }
end

local function table_float(tbl)
  local id, caption = tbl.identifier, pandoc.utils.blocks_to_inlines(tbl.caption.long)
  tbl.identifier, tbl.caption = "", {}
  return { id = id, caption = caption, blocks = pandoc.Blocks { tbl }, attributes = {} }
end

local function listing_float(code, page)
  local id, caption = code.identifier, page:inlines(code.attributes["lst-cap"])
  code.identifier, code.attributes["lst-cap"] = "", nil
  return { id = id, caption = caption, blocks = pandoc.Blocks { code }, attributes = {} }
end

-- The caption of a div: its attribute, its last paragraph or that of the table in it.
local function div_caption(div, kind, page)
  local given = div.attributes[kind .. "-cap"]
  if given then return page:inlines(given) end
  local last = div.content[#div.content]
  if #div.content > 1 and last and last.t == "Para" and not lone_image(last) then
    div.content:remove()
    return last.content
  end
  local caption
  div.content, caption = take_table_caption(div.content)
  return caption
end

local describe

local function parts_of(blocks, page)
  local parts, has_float = {}, false
  for _, block in ipairs(blocks) do
    local float = describe(block, page)
    has_float = has_float or float ~= nil
    table.insert(parts, float or { blocks = pandoc.Blocks { block } })
  end
  return has_float and parts or nil
end

local function div_float(div, page)
  local caption = div_caption(div, page:kind(div.identifier), page)
  local float = { id = div.identifier, caption = caption, blocks = div.content, attributes = div.attributes }
  float.parts = parts_of(div.content, page)
  if not float.parts and layout.is_asked(div.attributes) then
    float.parts = div.content:map(function(block) return { blocks = pandoc.Blocks { block } } end)
  end
  return float
end

---------------------------------------------------------------- finding

-- The float that a block is, or nil. Takes the block apart.
function describe(block, page)
  local float
  if block.t == "Div" and page:is_float(block.identifier) then
    float = block.classes:includes("cell") and cell_float(block, page) or div_float(block, page)
  elseif block.t == "Figure" and page:is_float(block.identifier) then
    float = figure_float(block)
  elseif block.t == "Table" and page:is_float(block.identifier) then
    float = table_float(block)
  elseif block.t == "CodeBlock" and page:is_float(block.identifier) then
    float = listing_float(block, page)
  elseif lone_image(block) and page:is_float(lone_image(block).identifier) then
    float = image_float(block)
  end
  if float then float.kind = page:kind(float.id) end
  return float
end

-- A cell whose code has a label: the code becomes a listing within the cell.
local function label_code(cell)
  local id = cell.attributes["lst-label"]
  local code, place = cell.content:find_if(is_code)
  if not id or not code then return nil end
  code.identifier, code.attributes["lst-cap"] = id, cell.attributes["lst-cap"]
  cell.content[place] = code
  cell.attributes["lst-label"], cell.attributes["lst-cap"] = nil, nil
  return cell
end

---------------------------------------------------------------- numbering and writing

local function write(float, page, walk)
  return page.writer.float {
    id = float.id, kind = float.kind, above = caption_places.stand_above(float, page), part = float.letter ~= nil,
    caption = float.printed, alt = not float.parts and float.attributes["fig-alt"] or nil, align = float.attributes["fig-align"],
    blocks = float.parts and float.panel or walk(float.blocks),
  }
end

local function write_part(part, n, parent, page, walk)
  if not part.id then return walk(part.blocks) end
  part.letter, part.whole = letter(n), parent
  page:register(part.id, { kind = part.kind, parent = parent.id, letter = part.letter })
  part.printed = pandoc.Inlines { pandoc.Str("(" .. part.letter .. ")") }
  if #part.caption > 0 then
    part.printed:insert(pandoc.Space())
    part.printed:extend(part.caption)
  end
  return write(part, page, walk)
end

local function write_panel(float, page, walk)
  local cells, n = {}, 0
  for i, part in ipairs(float.parts) do
    if part.id then n = n + 1 end
    cells[i] = write_part(part, n, float, page, walk)
  end
  return page.writer.grid(layout.rows(cells, float.attributes))
end

local function write_float(float, page, walk)
  local number = page:count(float.kind)
  page:register(float.id, { kind = float.kind, number = number })
  float.printed = page:caption(float.kind, number, float.caption)
  if float.parts then float.panel = write_panel(float, page, walk) end
  local blocks = write(float, page, walk)
  if not float.before then return blocks end
  local cell = pandoc.Blocks {}
  cell:extend(walk(float.before))
  cell:extend(blocks)
  cell:extend(walk(float.after))
  return pandoc.Blocks { pandoc.Div(cell, pandoc.Attr("cell-" .. float.id, float.classes)) }
end

-- A figure without a label, its caption above.
local function write_unlabelled_figure(figure, page)
  local caption = pandoc.utils.blocks_to_inlines(figure.caption.long)
  if page.format == "typst" then caption = page:caption("fig", page:count("fig"), caption) end
  return page.writer.float { id = "", kind = "fig", above = true, caption = caption, blocks = figure.content }
end

-- A table without a label, its caption below: Typst puts it there, and JATS has but one place for it.
local function write_unlabelled_table(tbl, page)
  if page.format == "html" then tbl.classes:insert("caption-bottom") end
  if page.format ~= "docx" then return tbl end
  local caption = pandoc.utils.blocks_to_inlines(tbl.caption.long)
  tbl.caption = {}
  return page.writer.float { id = "", kind = "tbl", above = false, caption = caption, blocks = pandoc.Blocks { tbl } }
end

local function in_grid(blocks, div, page, walk)
  local cells = {}
  for i, block in ipairs(blocks) do cells[i] = walk(pandoc.Blocks { block }) end
  return page.writer.grid(layout.rows(cells, div.attributes))
end

return function(doc, page)
  local filter
  local function walk(blocks) return blocks:walk(filter) end

  local function visit(block)
    local float = describe(block, page)
    if float then return write_float(float, page, walk), false end
  end

  -- Paragraphs are many: they are looked at only where a picture has a label.
  local function note_image(image)
    if page:is_float(image.identifier) then filter.Para, filter.Plain = visit, visit end
  end

  local function visit_figure(figure)
    local blocks, stop = visit(figure)
    if blocks then return blocks, stop end
    local image = figure.content[1] and lone_image(figure.content[1])
    if image then image.caption = {} end
    if caption_places.is_moved("fig", figure.content, page) then return write_unlabelled_figure(figure, page), false end
    return page.writer.unlabelled_figure(figure, page), false
  end

  local function visit_table(tbl)
    local blocks, stop = visit(tbl)
    if blocks then return blocks, stop end
    if #tbl.caption.long > 0 and caption_places.is_moved("tbl", pandoc.Blocks { tbl }, page) then
      return write_unlabelled_table(tbl, page), false
    end
  end

  local function visit_div(div)
    local blocks, stop = visit(div)
    if blocks then return blocks, stop end
    local caption = div.attributes["fig-cap"] or div.attributes["tbl-cap"]
    if div.classes:includes("cell") and caption then
      div.attributes["fig-cap"], div.attributes["tbl-cap"] = nil, nil
      div.content = div.content:map(function(block)
        if not is_display(block) then return block end
        local inlines = page:inlines(caption)
        inlines:walk { Image = note_image }
        return caption_display(caption_places.hand_down(div.attributes, block), inlines)
      end)
      return walk(pandoc.Blocks { div }), false
    end
    if layout.is_asked(div.attributes) then
      if not div.classes:includes("cell") then return in_grid(div.content, div, page, walk), false end
      local split = split_cell(div)
      div.content = walk(split.before) .. in_grid(split.displays, div, page, walk) .. walk(split.after)
      return pandoc.Blocks { div }, false
    end
  end

  filter = { traverse = "topdown", Div = visit_div, Figure = visit_figure, Table = visit_table, CodeBlock = visit }
  doc.blocks = walk(doc.blocks:walk { Div = label_code, Image = note_image })
  return caption_places.forget(doc)
end
