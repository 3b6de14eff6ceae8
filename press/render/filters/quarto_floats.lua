-- Sets the tables and figures of genuine Quarto's PDF as press does: columns that hold their words, notes with their table, floats near their text.
-- Press sees to it itself; genuine Quarto by this: `filters: [{path: press/render/filters/quarto_floats.lua, at: post-render}]`. The template needs
-- press.typ among its `template-partials`.
-- The words of paragraphs change nothing that this filter does.

if not FORMAT:match "^typst" or not quarto then return {} end

local folder = pandoc.path.directory(quarto.utils.resolve_path("quarto_floats.lua"))
local function own(name) return assert(loadfile(pandoc.path.join { folder, name .. ".lua" }))() end
package.loaded["writer_typst"] = own("writer_typst")
local typst, fit_tables, mend_words = package.loaded["writer_typst"], own("widths"), own("words")

local PAGE = { format = "typst" }
local OPENS, ENDS = "^#figure%(%[$", "^%], caption: figure%.caption%($"

local function raw(text) return pandoc.RawBlock("typst", text) end

-- The place of the piece of Typst that matches a pattern among the pieces of a float.
local function place_of(blocks, pattern)
  local _, place = blocks:find_if(function(block)
    return block.t == "Plain" and #block.content == 1 and block.content[1].t == "RawInline" and block.content[1].text:match(pattern) ~= nil
  end)
  return place
end

local function has_class(block, ...)
  if block == nil or block.t ~= "Div" then return false end
  for _, class in ipairs { ... } do
    if block.classes:includes(class) then return true end
  end
  return false
end

local function is_float(block) return has_class(block, "quarto-scaffold") and place_of(block.content, OPENS) ~= nil end
local function is_note(block) return has_class(block, "table-note", "figure-note") end

-- The columns are as wide as their words ask, not as the lines of the source.
local function without_widths(tbl)
  tbl.colspecs = tbl.colspecs:map(function(column) return { column[1], nil } end)
  return tbl
end

-- The float that a block is, or that an executed cell ends with.
local function float_in(block)
  if block == nil or block.t ~= "Div" then return nil end
  return is_float(block) and block or float_in(block.content[#block.content])
end

local function with_note(block, note)
  local content = block.content
  content:insert(is_float(block) and note or with_note(content:remove(), note))
  block.content = content
  return block
end

-- A note directly below a float goes into it; any other is small print by itself.
local function take_notes(blocks)
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local last = result[#result]
    if not is_note(block) then
      result:insert(block)
    elseif float_in(last) then
      result[#result] = with_note(last, block)
    else
      result:insert(raw("#press-note["))
      result:extend(block.content)
      result:insert(raw("]"))
    end
  end
  return result
end

-- A float, and the note in it if it has one, in the calls of press.typ.
local function set_float(scaffold)
  if not is_float(scaffold) then return nil end
  local blocks = scaffold.content
  local note = is_note(blocks[#blocks]) and blocks:remove() or nil
  local first, last = place_of(blocks, OPENS), place_of(blocks, ENDS)
  if not first or not last then return nil end
  local tail = pandoc.Blocks { raw("]") }
  if note then
    tail = pandoc.Blocks { raw("], [") }
    tail:extend(note.content)
    tail:insert(raw("]"))
  end
  tail:insert(raw("), caption: figure.caption("))
  blocks[first] = raw("#figure(placement: " .. (typst.is_long(blocks) and "none" or "auto") .. ", press-noted([")
  blocks:remove(last)
  for i = #tail, 1, -1 do blocks:insert(last, tail[i]) end
  return scaffold
end

-- Only genuine Quarto has scaffolds.
local function is_made_by_quarto(doc)
  local found = false
  doc:walk { Div = function(div) found = found or has_class(div, "quarto-scaffold") end }
  return found
end

function Pandoc(doc)
  if not is_made_by_quarto(doc) then return nil end
  local blocks = doc.blocks:walk { Table = without_widths }:walk { Blocks = take_notes }:walk { Div = set_float }
  doc.blocks = mend_words(fit_tables(pandoc.Pandoc(blocks), PAGE), PAGE).blocks
  return doc
end
