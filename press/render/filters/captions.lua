-- A caption or title that stands in an attribute or a cell's option is a line of text: its first sign ("- 0.5", "1.", "#") opens no list and no
-- heading, which would lose it. Press sees to it itself; genuine Quarto by this: `filters: [{path: press/render/filters/captions.lua, at: pre-ast}]`.

local NAMES = { "fig-cap", "tbl-cap", "lst-cap", "title" }
local LISTS = { "fig-subcap", "tbl-subcap" }
local TEXTS = { Para = true, Plain = true, Figure = true }

-- Behind an empty span a sign is a sign.
local function as_line(text)
  local first = pandoc.read(text, "markdown-example_lists").blocks[1]
  return (first == nil or TEXTS[first.t]) and text or "[]{}" .. text
end

local function all_as_lines(json)
  local given = json:match("^%[") and pandoc.json.decode(json, false)
  return given and pandoc.json.encode(pandoc.List(given):map(as_line)) or json
end

local function change(element, names, made)
  for _, name in ipairs(names) do
    local text = element.attributes[name]
    if text then element.attributes[name] = made(text) end
  end
end

local function captions_as_lines(element)
  change(element, NAMES, as_line)
  change(element, LISTS, all_as_lines)
  return element
end

return { { Div = captions_as_lines, CodeBlock = captions_as_lines } }
