-- The metadata that the author's own filters see: the document's, beside the values of press's template; and what they change of it.

local LISTS = { ["header-includes"] = "in-header", ["include-before"] = "before-body", ["include-after"] = "after-body" }
local DATES = { html = "date-text", typst = "date-text", docx = "date" }
local HAS_INCLUDES = { html = true, typst = true }

local failures = require("user_failures")
local typst = require("writer_typst")

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

local Metadata = {}
Metadata.__index = Metadata

local function new_metadata(page, meta)
  local self = setmetatable({ page = page, document = page.document, own = {}, title = meta.title }, Metadata)
  self.listed = { ["in-header"] = pandoc.List {}, ["before-body"] = pandoc.List {}, ["after-body"] = pandoc.List {} }
  for name in pairs(meta) do self.own[name] = true end
  for _, name in ipairs(page.options.filters.printed) do self.own[name] = true end
  return self
end

-- Adds the document's metadata to those that press's template needs.
function Metadata:show(meta)
  for name, value in pairs(self.document) do
    if meta[name] == nil then meta[name] = value end
  end
  for name in pairs(LISTS) do meta[name] = pandoc.List {} end
  self.date = meta.date
end

-- Takes them out again, so that no step of press's and no template prints them.
function Metadata:hide(meta)
  local date = DATES[self.page.format]
  if date and not same(meta.date, self.date) then meta[date] = meta.date end
  self:take_lists(meta)
  self.document = {}
  for name, value in pairs(meta) do
    if not self.own[name] then
      self.document[name] = value
      meta[name] = nil
    end
  end
end

function Metadata:take_lists(meta)
  for name, place in pairs(LISTS) do
    local value = meta[name]
    if value ~= nil then
      local entries = pandoc.utils.type(value) == "List" and value or pandoc.List { value }
      self.listed[place]:extend(entries)
      meta[name] = nil
    end
  end
end

-- A copy of what a filter may not change, and of the template's values, which walks change along with it.
function Metadata:copy(meta)
  local copy = {}
  for name, value in pairs(meta) do copy[name] = value end
  return copy
end

-- Refuses changes that the page would not show: press has already made other values of these entries.
function Metadata:check(before, after, file, line)
  for name in pairs(self.own) do
    if self.page.options.filters.values[name] and not same(before[name], after[name]) then return end
  end
  for _, name in ipairs(self.page.options.filters.fixed) do
    if not same(before[name], after[name]) then failures.stop("filter-metadata", name, file, line) end
  end
  if not DATES[self.page.format] and not same(before.date, after.date) then failures.stop("filter-metadata", "date", file, line) end
  self.file, self.line = file, line
end

local function typst_title(title)
  return pandoc.RawBlock("typst", "#set document(title: " .. typst.quote(pandoc.utils.stringify(title)) .. ")")
end

-- Leaves the included texts for the template.
function Metadata:leave(meta, included)
  for place, entries in pairs(self.listed) do
    for _, text in ipairs(included[place]) do entries:insert(pandoc.Blocks { pandoc.RawBlock(self.page.format, text) }) end
    if #entries > 0 and not HAS_INCLUDES[self.page.format] then failures.stop("filter-include", place, self.file, self.line) end
    if #entries > 0 then meta["added-" .. place] = entries end
  end
  if self.page.format == "typst" and meta.title and not same(meta.title, self.title) then
    local header = meta["added-in-header"] or pandoc.List {}
    header:insert(pandoc.Blocks { typst_title(meta.title) })
    meta["added-in-header"] = header
  end
end

return new_metadata
