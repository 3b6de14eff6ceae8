-- Raw HTML tables become tables: outside HTML all of them; in HTML data frames, those in a float that bring its caption, and those with cells in Markdown.

local function holds_table(blocks)
  local found = false
  blocks:walk { Table = function() found = true end }
  return found
end

-- <span data-qmd="*text*"></span>: the cell's text as Markdown
local function markdown_of(element)
  local text = element.attributes["qmd"]
  if not text then return nil end
  return pandoc.read(text, "markdown").blocks
end

local CELLS = {
  Span = function(span)
    local blocks = markdown_of(span)
    return blocks and pandoc.utils.blocks_to_inlines(blocks)
  end,
  Div = function(div) return markdown_of(div) or div.content end,
}

return function(doc, page)
  if not page.may_hold_raw_blocks then return doc end
  local function read_table(raw)
    if raw.format ~= "html" or not raw.text:match("<table") then return nil end
    if not raw.text:match("</table>") then page:problem("split-table", "<table") end
    local blocks = pandoc.read(raw.text, "html").blocks
    if not holds_table(blocks) then page:problem("split-table", "<table") end
    return blocks:walk(CELLS)
  end
  local function read_captioned(raw)
    if raw.text:match("<caption") then return read_table(raw) end
  end
  local function read_in_float(div)
    if page:is_float(div.identifier) then return div:walk { RawBlock = read_captioned } end
  end
  local function read_where_asked(raw)
    if page.format ~= "html" or raw.text:match('class="dataframe"') or raw.text:match("data%-qmd") then return read_table(raw) end
  end
  return doc:walk { Div = read_in_float }:walk { RawBlock = read_where_asked }
end
