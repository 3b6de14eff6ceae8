-- Runs the author's own Lua filters as Quarto does: all in one state, each with global names of its own, in the document's folder.

local failures = require("user_failures")
local user_metadata = require("user_metadata")
local user_world = require("user_world")

-- Quarto's own nodes, which press's documents do not have.
local NODES = {}
for name in ([[FloatRefTarget Callout Tabset DecoratedCodeBlock Theorem Proof PanelLayout ConditionalBlock Shortcode HtmlTag
  LatexEnvironment LatexInlineCommand LatexBlockCommand Custom CustomBlock CustomInline]]):gmatch("%S+") do NODES[name] = true end

local function is_list(value)
  local count = 0
  for _ in pairs(value) do count = count + 1 end
  return count == #value
end

local function line_of(handler) return debug.getinfo(handler, "S").linedefined end

local function check_nodes(handlers, file)
  for name, handler in pairs(handlers) do
    if NODES[name] and type(handler) == "function" then failures.stop("filter-node", name, file, line_of(handler)) end
  end
end

local function guarded(handlers)
  local filter = {}
  for name, handler in pairs(handlers) do
    filter[name] = type(handler) == "function" and failures.guard(handler) or handler
  end
  return filter
end

-- A filter that changes metadata by hand is asked where: at the function that does.
local function line_of_metadata(handlers)
  local handler = handlers.Meta or handlers.Pandoc
  return type(handler) == "function" and line_of(handler)
end

local function load_filter(entry, world)
  local names = world:names_of(entry)
  local chunk, problem = world:chunk(entry.file, "@" .. entry.script, names)
  if not chunk then failures.stop_at_message("filter-syntax", problem, entry.file) end
  local result = failures.guard(chunk, entry.file)()
  if result ~= nil and type(result) ~= "table" then failures.stop("filter", "it returns no filter", entry.file) end
  local passes = {}
  for _, handlers in ipairs(result == nil and { names } or is_list(result) and result or { result }) do
    check_nodes(handlers, entry.file)
    table.insert(passes, { filter = guarded(handlers), metadata_line = line_of_metadata(handlers) })
  end
  return { entry = entry, passes = passes }
end

local Filters = {}
Filters.__index = Filters

local function new_filters(page, meta)
  local self = setmetatable({ page = page, metadata = user_metadata(page, meta), world = user_world(page) }, Filters)
  for stage, entries in pairs(page.options.filters.stages) do
    self[stage] = pandoc.List(entries):map(function(entry) return { entry = entry } end)
  end
  for _, stage in ipairs { "before", "after" } do      -- Quarto reads all of them before the first one runs
    for i, loaded in ipairs(self[stage]) do
      self.world.entry = loaded.entry
      self[stage][i] = load_filter(loaded.entry, self.world)
    end
  end
  return self
end

function Filters:run(doc, stage)
  if #self[stage] == 0 then return doc end
  self.metadata:show(doc.meta)
  for _, filter in ipairs(self[stage]) do
    self.world.entry = filter.entry
    for _, pass in ipairs(filter.passes) do
      local before = pass.metadata_line and self.metadata:copy(doc.meta)
      doc = failures.guard(function() return doc:walk(pass.filter) end, filter.entry.file)()
      if before then self.metadata:check(before, doc.meta, filter.entry.file, pass.metadata_line) end
    end
  end
  self.metadata:hide(doc.meta)
  return doc
end

function Filters:leave(meta)
  self.metadata:leave(meta, self.world.included)
  self.world:leave_record()
end

return new_filters
