-- Genuine Quarto's Word file in the form of press's: floats as paragraphs in named styles and not in tables, callouts as press writes them, small
-- print below floats, alternative texts at the pictures, columns as wide as what they hold.
-- Press does it itself; genuine Quarto by this: `filters: [{path: press/render/filters/quarto_word.lua, at: post-render}]`.
-- The words of paragraphs change nothing that this filter does.

if not FORMAT:match "^docx" then return {} end

local writer = dofile(pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), "writer_docx.lua" })
local TYPES = { ["0758E5"] = "Note", ["00A047"] = "Tip", ["EB9113"] = "Warning", ["CC1914"] = "Important", ["FC5300"] = "Caution" }

local function is_openxml(element) return (element.t == "RawInline" or element.t == "RawBlock") and element.format == "openxml" end

-- Pandoc writes a paragraph's properties; Quarto adds a second set of them, which Word does not allow.
local function without_properties(inlines)
  return inlines:filter(function(inline) return not (is_openxml(inline) and inline.text:match("^%s*<w:pPr>")) end)
end

local function is_caption(block)
  local first = (block.t == "Para" or block.t == "Plain") and block.content[1]
  return first and is_openxml(first) and first.text:match('w:val="ImageCaption"') ~= nil
end

-- "Figure 1:" is strong, as in press's captions.
local function strong_label(inlines)
  local label, last = pandoc.Inlines {}, nil
  for i, inline in ipairs(inlines) do
    if inline.t ~= "Str" and inline.t ~= "Space" then break end
    label:insert(inline)
    if inline.t == "Str" and inline.text:match(":$") then last = i break end
  end
  if not last then return inlines end
  local result = pandoc.Inlines { pandoc.Strong(label) }
  for i = last + 1, #inlines do result:insert(inlines[i]) end
  return result
end

-- The content of the only cell of a table, with which Quarto holds a float together.
local function only_cell(tbl)
  if #tbl.colspecs ~= 1 or #tbl.head.rows > 0 or #tbl.bodies ~= 1 or #tbl.bodies[1].body ~= 1 then return nil end
  return tbl.bodies[1].body[1].cells[1].contents
end

local function float_in(tbl)
  local contents = only_cell(tbl)
  local div = contents and #contents == 1 and contents[1]
  if div and div.t == "Div" and div.content:find_if(is_caption) then return div end
end

local function float(tbl)
  local div = float_in(tbl)
  if not div then return nil end
  local caption, at
  for i, block in ipairs(div.content) do
    if is_caption(block) then caption, at = block, i end
  end
  div.content:remove(at)
  return writer.float {
    id = div.identifier, above = at == 1 and #div.content > 0, caption = strong_label(without_properties(caption.content)), blocks = div.content,
  }
end

-- The first paragraph is the title, behind an icon; the raw blocks are the frame.
local function callout(div)
  if not div.classes:includes "docx-callout" then return nil end
  local frame = div.content[1] and is_openxml(div.content[1]) and div.content[1].text
  local name = frame and TYPES[frame:match('w:left w:val="single" w:sz="24" w:space="0" w:color="(%x+)"')]
  if not name then return nil end
  local title, body = pandoc.Inlines {}, pandoc.Blocks {}
  for i, block in ipairs(div.content) do
    if i == 2 and block.t == "Para" then
      title = without_properties(block.content):filter(function(inline) return inline.t ~= "Image" end)
      while title[1] and title[1].t == "Space" do title:remove(1) end
    elseif not is_openxml(block) and not (block.t == "Div" and block.content[1] and is_openxml(block.content[1])) then
      body:insert(block)
    end
  end
  local kind = { id = div.identifier, type = name:lower(), type_name = name, title = title, is_bare = #title == 0, body = body }
  return writer.callout(kind)
end

local function note(div)
  if div.classes:includes "table-note" or div.classes:includes "figure-note" then div.attributes["custom-style"] = "Note" end
  return div
end

local function paragraph(block)
  local left = without_properties(block.content)
  if #left < #block.content then
    block.content = left
    return block
  end
end

local function is_blank(block)
  return block.t == "Para" and #block.content == 1 and block.content[1].t == "Str" and block.content[1].text:match("^[%s\u{a0}]*$") ~= nil
end

return {
  { Table = float },
  { Div = function(div) return callout(div) or note(div) end },
  {
    Para = paragraph, Plain = paragraph,
    Blocks = function(blocks) return blocks:filter(function(block) return not is_blank(block) end) end,
    Image = function(image)
      local alt = image.attributes["fig-alt"]
      if alt then image.caption = { pandoc.Str(alt) } end
      return image
    end,
    Table = function(tbl)
      if #tbl.head.rows > 0 then
        for i, column in ipairs(tbl.colspecs) do tbl.colspecs[i] = { column[1] } end
      end
      return tbl
    end,
  },
}
