-- Raw HTML tables become tables: data frames in every format, all others outside HTML.

local function holds_table(blocks)
  local found = false
  blocks:walk { Table = function() found = true end }
  return found
end

return function(doc, page)
  local function read_table(raw)
    if raw.format ~= "html" or not raw.text:match("<table") then return nil end
    if page.format == "html" and not raw.text:match('class="dataframe"') then return nil end
    if not raw.text:match("</table>") then page:problem("split-table", "<table") end
    local blocks = pandoc.read(raw.text, "html").blocks
    if not holds_table(blocks) then page:problem("split-table", "<table") end
    return blocks:walk { Div = function(div) return div.content end }
  end
  return doc:walk { RawBlock = read_table }
end
