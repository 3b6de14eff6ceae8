-- What press has of Quarto's own Lua functions, for the author's filters; the others are refused where they are asked for.

local REFUSED = {
  [""] = [[paths shortcode base64 FloatRefTarget Callout Tab Tabset Theorem Proof DecoratedCodeBlock PanelLayout ConditionalBlock Shortcode
    HtmlTag LatexEnvironment LatexInlineCommand LatexBlockCommand _quarto brand]],
  doc = [[add_html_dependency addHtmlDependency attach_to_dependency attachToDependency use_latex_package useLatexPackage add_format_resource
    addFormatResource add_resource add_supporting pdf_engine pdfEngine is_filter_active crossref language]],
  utils = "render match as_raw_metadata",
  config = "cli_path",
}
local SYNONYMS = { latex = "pdf", opendocument = "odt" }

local function with_refusals(values, part)
  local names = {}
  for name in (REFUSED[part] or ""):gmatch("%S+") do names[name] = true end
  return setmetatable(values, { __index = function(_, name)
    if names[name] then error("press: `quarto." .. (part ~= "" and part .. "." or "") .. name .. "`", 2) end
  end })
end

local function read_json(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return pandoc.json.decode(text, false)
end

local function is_format_of(format)
  return function(name)
    name = SYNONYMS[name] or name
    return name == format or format == "html" and name == "html:js"
  end
end

-- quarto.format.is_html_output() and its like; of its families press has these formats alone.
local function format_tests(format)
  local names = {
    html = "html", docx = "docx word_processor", typst = "typst", jats = "jats",
    none = [[asciidoc latex beamer rtf odt power_point powerpoint revealjs slide epub github_markdown hugo_markdown markdown
      markdown_with_html ipynb html_slide bibliography native json ast confluence docusaurus dashboard email]],
  }
  local tests = { is_format = is_format_of(format), isFormat = is_format_of(format) }
  for of, words in pairs(names) do
    for word in words:gmatch("%S+") do
      local function test() return of == format end
      tests["is_" .. word .. "_output"] = test
      local camel = ("_" .. word):gsub("_(%a)", string.upper)
      tests["is" .. camel .. "Output"] = test
    end
  end
  tests.is_raw_html = function(raw) return (raw.t == "RawBlock" or raw.t == "RawInline") and raw.format:find("^html") end
  tests.is_raw_latex = function(raw) return (raw.t == "RawBlock" or raw.t == "RawInline") and (raw.format == "tex" or raw.format == "latex") end
  tests.isRawHtml, tests.isRawLatex = tests.is_raw_html, tests.is_raw_latex
  return tests
end

local function dump(value, indent)
  local kind = pandoc.utils.type(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) ~= "table" then return tostring(value) end
  local keys, lines = pandoc.List {}, {}
  for key in pairs(value) do keys:insert(key) end
  keys:sort(function(a, b) return tostring(a) < tostring(b) end)
  for _, key in ipairs(keys) do
    table.insert(lines, indent .. "  " .. tostring(key) .. ": " .. dump(value[key], indent .. "  "))
  end
  return (kind == "table" and "" or kind .. " ") .. "{\n" .. table.concat(lines, "\n") .. "\n" .. indent .. "}"
end

local LEVELS = { error = "(E)", warning = "(W)" }      -- Quarto shows no others by default

local function new_log()
  local log = { loglevel = 0, dump = function(value) return dump(value, "") end }
  function log.output(...)
    local words = pandoc.List { ... }:map(function(item) return type(item) == "string" and item or dump(item, "") end)
    io.stdout:write((table.concat(words, " "):gsub("\n$", "")), "\n")
  end
  for name, mark in pairs(LEVELS) do log[name] = function(...) log.output(mark, ...) end end
  for _, name in ipairs { "info", "debug", "debug2", "trace" } do log[name] = function() end end
  log.temp = function(...) log.output("(#)", ...) end
  return log
end

local function is_relative(path)
  return not (path:find("^/") or path:find("^%a+://") or path:find("^data:") or path:find("^#"))
end

local function from_here(path)
  return is_relative(path) and pandoc.path.join { pandoc.system.get_working_directory(), pandoc.path.normalize(path) } or path
end

local function as_blocks(value)
  local kind = pandoc.utils.type(value)
  if kind == "Inline" or kind == "Inlines" then return pandoc.Blocks { pandoc.Plain(value) } end
  return pandoc.Blocks(value or {})
end

local function as_inlines(value)
  local kind = pandoc.utils.type(value)
  if kind == "Block" then return pandoc.utils.blocks_to_inlines { value } end
  if kind == "Blocks" or type(value) == "table" and pandoc.utils.type(value[1]) == "Block" then return pandoc.utils.blocks_to_inlines(value) end
  return pandoc.Inlines(value or {})
end

local function is_array(value)
  if type(value) ~= "table" then return false end
  local count = 0
  for _ in pairs(value) do count = count + 1 end
  return count == #value
end

local function sorted_pairs(of, order)
  local keys = pandoc.List {}
  for key in pairs(of) do keys:insert(key) end
  keys:sort(order)
  local i = 0
  return function()
    i = i + 1
    return keys[i], of[keys[i]]
  end
end

local function utils_of(world)
  local function beside_filter(path)
    return is_relative(path) and from_here(pandoc.path.join { pandoc.path.directory(world.entry.script), path }) or path
  end
  local function blocks(text) return pandoc.read(text, "markdown").blocks end
  return {
    dump = function(value) io.stdout:write(dump(value, ""), "\n") end,
    type = pandoc.utils.type,
    resolve_path = beside_filter, resolvePath = beside_filter, resolve_path_relative_to_document = from_here,
    as_blocks = as_blocks, as_inlines = as_inlines,
    string_to_blocks = blocks, string_to_inlines = function(text) return pandoc.utils.blocks_to_inlines(blocks(text)) end,
    is_empty_node = function(node) return #(node.content or node) == 0 end,
    add_to_blocks = function(list, block)
      if pandoc.utils.type(block) == "Blocks" then list:extend(block) elseif block then list:insert(block) end
    end,
    table = {
      isarray = is_array, sortedPairs = sorted_pairs,
      contains = function(list, value) return type(list) == "table" and value and pandoc.List.includes(list, value) or false end,
    },
  }
end

-- "a.b.1": the value below keys and numbers.
local function look_up(values, name)
  for key in name:gmatch("[^.]+") do
    if type(values) ~= "table" then return nil end
    values = values[key] == nil and values[tonumber(key)] or values[key]
  end
  return values
end

local function project_of(page)
  local project = { profile = pandoc.List {} }
  for name, value in pairs(page.options.filters.project) do project[name] = value end
  return project
end

local function doc_of(page, world)
  local options = page.options.filters
  local function include_text(place, text)
    if not world.included[place] then error("press: the place " .. tostring(place) .. " for included text", 2) end
    if page.format == "docx" or page.format == "jats" then error("press: `quarto.doc.include_text` in " .. page.format, 2) end
    if not pandoc.List.includes(world.included[place], text) then table.insert(world.included[place], text) end
  end
  local function include_file(place, path)
    local file = assert(world.names.io.open(world.names.quarto.utils.resolve_path(path), "r"))
    include_text(place, file:read("a"))
    file:close()
  end
  local function cite_method() return options.cites and "citeproc" or nil end
  local function has_bootstrap() return page.format == "html" end
  local is_format = is_format_of(page.format)
  return {
    is_format = is_format, isFormat = is_format,
    include_text = include_text, includeText = include_text, include_file = include_file, includeFile = include_file,
    cite_method = cite_method, citeMethod = cite_method, has_bootstrap = has_bootstrap, hasBootstrap = has_bootstrap,
    input_file = options.input_file, output_file = options.output_file,
    project_output_file = function() return options.project_output_file end,
  }
end

return function(page, world)
  local options = page.options.filters
  local version = pandoc.types.Version(options.version)
  return with_refusals({
    doc = with_refusals(doc_of(page, world), "doc"),
    project = project_of(page),
    utils = with_refusals(utils_of(world), "utils"),
    config = with_refusals({ version = function() return version end }, "config"),
    format = format_tests(page.format),
    json = { encode = pandoc.json.encode, decode = function(text) return pandoc.json.decode(text, false) end },
    log = new_log(),
    version = version,
    metadata = { get = function(name) return look_up(page.document, name) end },
    variables = { get = function(name)
      page.variables = page.variables or read_json(page.options.filters.variables)
      local value = look_up(page.variables, name)
      return value ~= nil and pandoc.utils.stringify(pandoc.read(tostring(value), "markdown").blocks) or nil
    end },
  }, "")
end
