-- A caption or title that stands in an attribute or a cell's option is a line of text: its first sign ("- 0.5", "1.", "#") opens no list and no
-- heading, which would lose it. Press sees to it itself; genuine Quarto by this: `filters: [{path: press/render/filters/captions.lua, at: pre-ast}]`.

local NAMES = { "fig-cap", "tbl-cap", "lst-cap" }
local LISTS = { "fig-subcap", "tbl-subcap" }
local TEXTS = { Para = true, Plain = true, Figure = true }

-- Behind an empty span a sign is a sign.
local function as_line(text)
  local first = pandoc.read(text, "markdown-example_lists").blocks[1]
  return (first == nil or TEXTS[first.t]) and text or "[]{}" .. text
end

local function all_as_lines(json)
  local captions = json:match("^%[") and pandoc.List(pandoc.json.decode(json, false))
  return captions and pandoc.json.encode(captions:map(as_line)) or json
end

local function change(element, names, made)
  for _, name in ipairs(names) do
    local given = element.attributes[name]
    local line = given and made(given)
    if line ~= given then element.attributes[name] = line end
  end
end

local function is_callout(element)
  return element.classes:find_if(function(class) return class:match("^callout%-") end) ~= nil
end

local function captions_as_lines(element)
  change(element, NAMES, as_line)
  if is_callout(element) then change(element, { "title" }, as_line) end
  change(element, LISTS, all_as_lines)
  return element
end

return { { Div = captions_as_lines, CodeBlock = captions_as_lines } }
