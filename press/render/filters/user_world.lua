-- What the author's own filters find around them: Lua's and pandoc's names, Quarto's, modules beside the filter. Files and variables they ask for are written down.

local failures = require("user_failures")
local quarto_api = require("quarto_api")

local KEPT = [[assert collectgarbage error getmetatable ipairs next pairs pcall print rawequal rawget rawlen rawset select setmetatable tonumber
  tostring type _VERSION xpcall coroutine string utf8 table math debug PANDOC_READER_OPTIONS PANDOC_WRITER_OPTIONS PANDOC_VERSION
  PANDOC_API_VERSION pandoc lpeg re]]

local World = {}
World.__index = World

local function absolute(name)
  local path = pandoc.path.join { pandoc.system.get_working_directory(), name }
  local parts = pandoc.List {}
  for part in path:gmatch("[^/]+") do
    if part == ".." then parts:remove() elseif part ~= "." then parts:insert(part) end
  end
  return "/" .. table.concat(parts, "/")
end

local function exists(path)
  local file = io.open(path, "rb")
  local _, unreadable = file and file:read(1)
  if file then file:close() end
  return file and not unreadable
end

function World:note_read(name) if type(name) == "string" then self.seen.reads[absolute(name)] = true end end

function World:note_open(name, mode)
  if type(name) ~= "string" then return end
  mode = mode or "r"
  if mode:match("^r") then self:note_read(name) end
  if mode:match("[wa+]") then self.seen.writes[absolute(name)] = true end
end

local function noting(note, run)
  return function(name, ...)
    note(name, ...)
    return run(name, ...)
  end
end

-- What filters print goes to pandoc's standard output, which is not the page.
local function io_of(world)
  local function read(name) world:note_read(name) end
  return setmetatable({
    stderr = io.stdout,
    open = noting(function(name, mode) world:note_open(name, mode) end, io.open),
    lines = noting(read, io.lines),
    input = noting(read, io.input),
    output = noting(function(name) world:note_open(name, "w") end, io.output),
  }, { __index = io })
end

local function os_of(world)
  return setmetatable({
    getenv = noting(function(name) world.seen.variables[name] = true end, os.getenv),
    exit = function() error("press: os.exit in a filter", 2) end,
  }, { __index = os })
end

local function note_pandoc(world)
  for _, place in ipairs { { pandoc.system, "read_file" }, { pandoc.mediabag, "fetch" } } do
    local part, name = place[1], place[2]
    if part[name] then part[name] = noting(function(file) world:note_read(file) end, part[name]) end
  end
  pandoc.Null = function() return {} end      -- as in Quarto
end

-- Returns the function that a file is; its global names are those given, or those that all modules share.
function World:chunk(path, source, names)
  self:note_read(path)
  local file, problem = io.open(path, "rb")
  if not file then return nil, problem end
  local text = file:read("a")
  file:close()
  failures.know(absolute(path), source)
  return load((text:gsub("^#[^\n]*", "")), source, "t", names or self.modules)
end

-- Looks where Lua does (`package.path`, from the document's folder), then beside the filter; `./x` is beside the file that asks.
local function find_module(world, name, asking)
  if name:match("^%.%.?/") then return absolute(pandoc.path.join { pandoc.path.directory(asking), name .. ".lua" }) end
  local beside = pandoc.path.join { pandoc.path.directory(world.entry.script), "?.lua" }
  return package.searchpath(name, world.package.path .. ";" .. beside)
end

local function require_of(world)
  local loaded = {}
  return function(name)
    local own = world.package.preload[name]
    if package.loaded[name] and not own and (name == "lpeg" or name == "re" or name:match("^pandoc")) then return package.loaded[name] end
    local asking = failures.file_of(debug.getinfo(2, "S")) or world.entry.script
    local path = not own and find_module(world, name, asking)
    if not own and not (path and exists(path)) then error("module '" .. name .. "' not found", 2) end
    local key = own and name or absolute(path)
    if loaded[key] == nil then
      local chunk, problem = own, nil
      if not own then chunk, problem = world:chunk(path, "@" .. path) end
      if not chunk then error(problem, 0) end
      local result = chunk(name, path)
      loaded[key] = result == nil and true or result
    end
    return loaded[key], path
  end
end

local function new_world(page)
  local self = setmetatable({ page = page, seen = { reads = {}, writes = {}, variables = {} } }, World)
  self.included = { ["in-header"] = {}, ["before-body"] = {}, ["after-body"] = {} }
  self.package = setmetatable({ path = "./?.lua;./?/init.lua", preload = {} }, { __index = package })
  self.names = { FORMAT = page.format, io = io_of(self), os = os_of(self), package = self.package, require = require_of(self) }
  for name in KEPT:gmatch("%S+") do self.names[name] = _G[name] end
  self.names.PANDOC_STATE = setmetatable({ output_file = pandoc.path.filename(page.options.filters.output_file) }, { __index = PANDOC_STATE })
  self.names.quarto = quarto_api(page, self)
  self.names.json = self.names.quarto.json
  self.modules = setmetatable({}, { __index = self.names })
  self.modules._G, self.names._G = self.modules, self.modules
  self.names.load = function(text, name, mode, names) return load(text, name, mode, names or self.modules) end
  self.names.loadfile = function(path, _, names) return self:chunk(path, "@" .. path, names) end
  self.names.dofile = function(path) return assert(self.names.loadfile(path))() end
  note_pandoc(self)
  return self
end

-- The global names of one filter: what it sets is its own.
function World:names_of(entry)
  return setmetatable({}, { __index = setmetatable({ PANDOC_SCRIPT_FILE = entry.script }, { __index = self.names }) })
end

local function keys(of)
  local result = pandoc.List {}
  for key in pairs(of) do result:insert(key) end
  result:sort()
  return result
end

-- Leaves what the page was made from, for what keeps pages.
function World:leave_record()
  local file = assert(io.open(self.page.options.filters.record, "w"))
  file:write(pandoc.json.encode { reads = keys(self.seen.reads), writes = keys(self.seen.writes), variables = keys(self.seen.variables) })
  file:close()
end

return new_world
