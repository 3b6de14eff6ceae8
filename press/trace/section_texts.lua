-- The words of a page, by section and exhibit, from which the index of the search is built: copies of what the page says, in a block of
-- their own, `<script type="application/json" data-copies>`. Finished pages are without it (press/trace/page_record.py).
-- Cells of tables are not among them: their numbers have records of their own.

local squeeze, works      -- given by places.lua: what a text says in plain words, and the works by their keys

local function is_float(div) return div.identifier:match "^fig%-." or div.identifier:match "^tbl%-." end

-- A formula by its letters.
local function words_of(math) return pandoc.Str((math.text:gsub("[\\{}$]", " "))) end

-- Authors and year of a cited work, which citeproc has still to write.
local function cited(citation)
  local work = works[citation.id]
  return work and table.concat({ table.concat(work.authors, "; "), work.year }, " ") or ""
end

local function citation(cite)
  local named = cite.citations:map(cited):filter(function(words) return words ~= "" end)
  return pandoc.Str("(" .. table.concat(named, "; ") .. ")")
end

local collect      -- defined below

local notes      -- those of the paragraph that is being read

local BARE = {
  Note = function(note)
    notes:insert(note.content)
    return {}
  end,
  Math = words_of,
  Cite = citation,
  RawInline = function() return {} end,
  Image = function() return {} end,
}

-- The words of a paragraph; footnotes stand behind the one that calls them.
local function sentence(paragraph, parts)
  local own = pandoc.List {}
  notes = own
  local said = squeeze(paragraph:walk(BARE))
  if said ~= "" then parts:insert(said) end
  for _, note in ipairs(own) do collect(note, parts) end
end

local function each(list, parts)
  for _, blocks in ipairs(list) do collect(blocks, parts) end
end

local function terms(list, parts)
  for _, item in ipairs(list) do
    sentence(pandoc.Plain(item[1]), parts)
    each(item[2], parts)
  end
end

local ADDED = {
  Para = sentence, Plain = sentence,
  LineBlock = function(block, parts)
    for _, line in ipairs(block.content) do sentence(pandoc.Plain(line), parts) end
  end,
  BlockQuote = function(block, parts) collect(block.content, parts) end,
  Figure = function(block, parts) collect(block.content, parts) end,
  BulletList = function(block, parts) each(block.content, parts) end,
  OrderedList = function(block, parts) each(block.content, parts) end,
  DefinitionList = function(block, parts) terms(block.content, parts) end,
}

local function joined(parts) return table.concat(parts, " ") end

local found      -- what is being collected

-- Whether the words of a div are not its section's: an exhibit's caption and a translation, with its title, are noted by themselves.
local function apart(div)
  if div.classes:includes "hidden" or div.identifier == "refs" then return true end
  local translated = div.classes:includes "translation" and div.identifier ~= ""
  if not translated and not is_float(div) then return false end
  local parts = pandoc.List {}
  collect(div.content, parts)
  if translated then
    local title = parts:remove(1)
    found.translations[div.identifier] = { title or "", joined(parts) }
  else
    found.captions[div.identifier] = joined(parts)
  end
  return true
end

collect = function(blocks, parts)
  for _, block in ipairs(blocks) do
    if ADDED[block.t] then
      ADDED[block.t](block, parts)
    elseif block.t == "Div" and not apart(block) then
      collect(block.content, parts)
    elseif block.t == "Header" then
      found.sections:insert(joined(parts))
      for i = #parts, 1, -1 do parts:remove(i) end
    end
  end
end

local function embedded(value)
  local json = pandoc.json.encode(value):gsub("<", "\\u003c")
  return pandoc.RawBlock("html", '<script type="application/json" id="edition-texts" data-copies>' .. json .. "</script>")
end

-- `sections` are in the order of the page's headings, the words before the first one first.
return function(blocks, squeezed, works_by_key)
  squeeze, works = squeezed, works_by_key
  found = { sections = pandoc.List {}, captions = {}, translations = {} }
  local parts = pandoc.List {}
  collect(blocks, parts)
  found.sections:insert(joined(parts))
  return embedded(found)
end
