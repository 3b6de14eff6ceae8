-- Small print below a figure or table: a div of class table-note or figure-note. In HTML the style sheet sets it.

local typst = require("writer_typst")

local function is_note(block)
  return block ~= nil and block.t == "Div" and (block.classes:includes("table-note") or block.classes:includes("figure-note"))
end

local function in_word(div)
  if is_note(div) then div.attributes["custom-style"] = "Note" end
  return div
end

-- In the PDF a note directly below a float belongs to it, so that they stay together wherever the float goes.
local function in_pdf(blocks)
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    if is_note(block) then
      local close = typst.is_end_of_float(result[#result]) and result:remove().text or nil
      result:insert(pandoc.RawBlock("typst", close and "][" or "#press-note["))
      result:extend(block.content)
      result:insert(pandoc.RawBlock("typst", close or "]"))
    else
      result:insert(block)
    end
  end
  return result
end

local STEPS = { html = {}, typst = { Blocks = in_pdf }, docx = { Div = in_word }, jats = {} }

return function(doc, page) return doc:walk(STEPS[page.format]) end
