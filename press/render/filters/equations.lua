-- $$ ... $$ {#eq-x alt="..."}: a numbered equation.

local function is_display(inline) return inline and inline.t == "Math" and inline.mathtype == "DisplayMath" end

-- The source text of the attributes that begin at `first`, and the place of their last inline.
local function attribute_text(inlines, first)
  local text = ""
  for i = first, #inlines do
    local inline = inlines[i]
    if inline.t == "Quoted" then
      text = text .. '"' .. pandoc.utils.stringify(inline.content):gsub('"', '\\"') .. '"'
    else
      text = text .. (inline.t == "SoftBreak" and " " or pandoc.utils.stringify(inline))
    end
    if text:match("}$") then return text, i end
  end
end

-- id, alt text and place of the last inline if a label follows the formula at `place`
local function read_label(inlines, place)
  local first = place + 1
  while inlines[first] and (inlines[first].t == "Space" or inlines[first].t == "SoftBreak") do first = first + 1 end
  local start = inlines[first]
  if not (start and start.t == "Str" and start.text:match("^{#eq%-")) then return nil end
  local text, last = attribute_text(inlines, first)
  if not text then return nil end
  local span = pandoc.utils.blocks_to_inlines(pandoc.read("[x]" .. text, "markdown").blocks)[1]
  if span.t ~= "Span" then return nil end
  return span.identifier, span.attributes.alt, last
end

return function(doc, page)
  local function number_equations(inlines)
    if not inlines:find_if(is_display) then return nil end
    local result, i = pandoc.Inlines {}, 1
    while i <= #inlines do
      local id, alt, last
      if is_display(inlines[i]) then id, alt, last = read_label(inlines, i) end
      if id then
        local number = page:count("eq")
        page:register(id, { kind = "eq", number = number })
        result:extend(page.writer.equation(inlines[i], id, number, alt))
        i = last + 1
      elseif is_display(inlines[i]) and page.writer.unnumbered_equation then
        result:extend(page.writer.unnumbered_equation(inlines[i]))
        i = i + 1
      else
        result:insert(inlines[i])
        i = i + 1
      end
    end
    return result
  end
  local found
  local look = { Math = function(math) found = found or is_display(math) end }
  local function number(block)      -- after a cheap look: few blocks have formulas of their own line
    found = false
    block:walk(look)
    return found and block:walk { traverse = "topdown", Inlines = number_equations } or block
  end
  doc.blocks = pandoc.Blocks(doc.blocks:map(number))
  return doc
end
