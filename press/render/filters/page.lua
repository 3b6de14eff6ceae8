-- What the steps share: options, labels seen so far, problems found.

local READER = "markdown-example_lists"      -- as pandoc.py reads the text

local Page = {}
Page.__index = Page

local function new_page(meta)
  local options = pandoc.json.decode(pandoc.utils.stringify(meta.press), false)
  return setmetatable({
    format = options.format,
    options = options,
    writer = require("writer_" .. options.format),
    labels = {},      -- id -> {kind, number} or {kind, parent, letter}
    counters = {},
    problems = {},
    names = {},      -- see names.lua
    document = meta["press-document"] or {},      -- what the author's filters see besides
  }, Page)
end

-- The kind of a label ("fig" of "fig-x"), nil if it is no label.
function Page.kind(page, id)
  local kind = id:match("^(%a+)%-.")
  return kind and page.options.words[kind] and kind
end

function Page:is_float(id)
  local kind = self:kind(id)
  return kind == "fig" or kind == "tbl" or kind == "lst"
end

function Page:count(kind)
  self.counters[kind] = (self.counters[kind] or 0) + 1
  return tostring(self.counters[kind])
end

function Page:register(id, entry)
  if self.labels[id] then self:problem("duplicate", id) end
  self.labels[id] = entry
end

local function crossref_option(page, name, default)
  local value = page.options.crossref[name]
  if value == nil then return default end
  return value
end

-- The word before the number: in captions (title) or in references (prefix).
function Page:title_word(kind) return crossref_option(self, kind .. "-title", self.options.words[kind]) end
function Page:prefix_word(kind) return crossref_option(self, kind .. "-prefix", self.options.words[kind]) end

-- "Figure 1: caption", or the label alone where there is no caption.
function Page:caption(kind, number, caption)
  local label = self:title_word(kind) .. "\u{a0}" .. number
  if #caption > 0 then label = label .. crossref_option(self, "title-delim", ":") end
  local inlines = pandoc.Inlines { pandoc.Strong { pandoc.Str(label) } }
  if #caption > 0 then inlines:insert(pandoc.Space()) end
  inlines:extend(caption)
  return inlines
end

-- Markdown in an attribute (a caption) as inlines. Behind an empty span its first sign opens no list and no heading.
function Page:inlines(markdown)
  local note = (markdown or ""):match("%[%^[^%]]+%]")
  if note then self:problem("caption-note", note) end
  local inlines = pandoc.utils.blocks_to_inlines(pandoc.read("[]{}" .. (markdown or ""), READER).blocks)
  inlines:remove(1)
  return inlines
end

-- Where a file named in the text lies: "/x" counts from the project, all else from the document's folder.
function Page:find(name)
  local decoded = name:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end)
  for _, folder in ipairs(decoded:match("^/") and { self.options.root } or self.options.folders) do
    local path = pandoc.path.join { folder, (decoded:gsub("^/", "")) }
    local file = io.open(path, "rb")
    local _, unreadable = file and file:read(1)      -- a folder opens, but cannot be read
    if file then file:close() end
    if file and not unreadable then return path end
  end
end

-- Sections count from level 2 (the title being level 1) unless the document has headings of level 1.
function Page:top_level(blocks)
  if self.lifted then return 1 end
  local top = 2
  blocks:walk { Header = function(header) top = math.min(top, header.level) end }
  return top
end

-- Headings for Typst, which has no title among them, begin at level 1.
function Page:lift_headings(doc)
  local above = self:top_level(doc.blocks) - 1
  self.lifted = true
  return doc:walk { Header = function(header) header.level = header.level - above return header end }
end

function Page:problem(kind, what) table.insert(self.problems, { kind = kind, what = what }) end

function Page:report()
  if #self.problems > 0 then
    error("PRESS" .. pandoc.json.encode(self.problems) .. "PRESS", 0)
  end
end

return new_page
