-- Links every number of a page to its row on the page of all numbers, and writes down where each stands.
-- Either engine runs it for HTML, behind its own steps: `filters: [{path: press/trace/places.lua, at: post-render}]`.
--
-- What is written down (title, sections, tables and figures, numbers) goes with the page as JSON; where the online edition adds
-- something, a mark stands: <!--edition:PLACE-->. press/web reads the one and fills the others.
-- The words of paragraphs change nothing that this filter does. It leaves copies of them, which follow them (section_texts.lua).

if not FORMAT:match "^html" then return {} end

local NUMBERS = "numbers.html"
local ZERO_WIDTH, NO_BREAK, NARROW = utf8.char(0x200b), utf8.char(0xa0), utf8.char(0x202f)

local section_texts = dofile(pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), "section_texts.lua" })

local page      -- what is written down
local noted     -- tables and figures that a note follows
local last      -- the table or figure that came last

local function squeeze(content)
  local text = type(content) == "string" and content or pandoc.utils.stringify(content)
  text = text:gsub(ZERO_WIDTH, ""):gsub(NO_BREAK, " "):gsub(NARROW, " "):gsub("%s+", " ")
  return (text:gsub("^ ", ""):gsub(" $", ""))
end

local function with(here, changes)
  return setmetatable(changes, { __index = here })
end

local function mark(place) return pandoc.RawBlock("html", "<!--edition:" .. place .. "-->") end

local function is_float(div)
  return div.identifier:match "^fig%-." or div.identifier:match "^tbl%-."
end

-- Numbers --------------------------------------------------------------------------------------------------------------------

local here_now, linked_now      -- where the walk that looks for numbers is, and whether within a link or a heading

local function number(span)
  local key = span.classes:includes "num" and span.attributes["data-key"]
  if not key then return nil end
  local here = here_now
  page.numbers:insert {
    key = key, printed = squeeze(span), where = here.where, section = #page.sections, exhibit = here.exhibit, row = here.row,
    column = here.column,
  }
  span.identifier = "number-" .. #page.numbers
  if linked_now then return span, false end
  span.content = { pandoc.Link(span.content, NUMBERS .. "#num-" .. key:gsub("%.", "-")) }
  return span, false
end

local blocks, numbers_in      -- defined below

local NUMBERS_IN = {
  traverse = "topdown",
  Span = number,
  Link = function(link) return numbers_in(link, here_now, true), false end,
  Note = function(note)
    note.content = blocks(note.content, with(here_now, { where = "footnote" }))
    return note, false
  end,
}

-- Numbers in the text of an element (or in inlines); within links and headings they are noted and not linked.
numbers_in = function(element, here, linked)
  local outer, was_linked = here_now, linked_now
  here_now, linked_now = here, linked
  element = element:walk(NUMBERS_IN)
  here_now, linked_now = outer, was_linked
  return element
end

-- Tables ---------------------------------------------------------------------------------------------------------------------

-- Visits the cells of rows with the columns where they stand; cells may span columns and rows.
local function cells(list, visit)
  local taken = {}
  for _, row in ipairs(list) do
    local column = 1
    for _, cell in ipairs(row.cells) do
      while (taken[column] or 0) > 0 do
        taken[column] = taken[column] - 1
        column = column + 1
      end
      visit(cell, column)
      for _ = 1, cell.col_span do
        taken[column] = cell.row_span - 1
        column = column + 1
      end
    end
    for later, left in pairs(taken) do
      if later >= column and left > 0 then taken[later] = left - 1 end
    end
  end
end

local function columns_of(head)
  local names = {}
  cells(head.rows, function(cell, column)
    local name = squeeze(cell.contents)
    for spanned = column, column + cell.col_span - 1 do
      if name ~= "" then names[spanned] = names[spanned] and names[spanned] .. ", " .. name or name end
    end
  end)
  return names
end

local function rows(list, columns, here)
  local name
  cells(list, function(cell, column)
    if column == 1 then name = squeeze(cell.contents) end
    cell.contents = blocks(cell.contents, with(here, { where = "table cell", row = name, column = columns[column] }))
  end)
  return list
end

local function table_of(tbl, here)
  tbl.caption.long = blocks(tbl.caption.long, with(here, { where = "caption" }))
  local columns = columns_of(tbl.head)
  tbl.head.rows = rows(tbl.head.rows, columns, here)
  for _, body in ipairs(tbl.bodies) do
    body.head = rows(body.head, columns, here)
    body.body = rows(body.body, columns, here)
  end
  tbl.foot.rows = rows(tbl.foot.rows, columns, here)
  return tbl
end

-- Tables and figures as such -------------------------------------------------------------------------------------------------

local function picture(image)
  image.attributes.loading = "lazy"
  local alternative = image.attributes.alt or image.attributes["fig-alt"] or pandoc.utils.stringify(image.caption)
  return image, { src = image.src, alternative = alternative }
end

local function has_parts(div)
  local found = false
  div.content:walk { Div = function(inner) found = found or is_float(inner) ~= nil end }
  return found
end

local function note_pictures(div, exhibit)
  return div:walk {
    Image = function(image)
      local changed, said = picture(image)
      if not exhibit.image then exhibit.image, exhibit.alternative = said.src, said.alternative end
      return changed
    end,
  }
end

-- A part is called by its letter behind the number of the whole: "Figure 2 (a)".
local function name_part(part, whole)
  part.title = whole.title .. " " .. (part.title:match "^%(%a%)" or part.title)
end

local function float(div, here)
  local exhibit = { label = div.identifier, title = "", section = #page.sections }
  page.exhibits:insert(exhibit)
  if not here.float then last = exhibit end
  local place, parted = #page.exhibits, has_parts(div)
  if not parted then div = note_pictures(div, exhibit) end      -- each part has a picture of its own
  div.content = blocks(div.content, with(here, { where = "caption", exhibit = div.identifier, float = exhibit }))
  for i = place + 1, #page.exhibits do name_part(page.exhibits[i], exhibit) end
  if not noted[div.identifier] then div.content:insert(mark("below:" .. div.identifier)) end
  return div
end

-- Where notes of small print follow a table or figure, its line stands below them.
local function find_notes(doc)
  local found, before = {}, nil
  doc:walk {
    traverse = "topdown",
    Div = function(div)
      if is_float(div) then
        before = div.identifier
        return nil, false
      end
      if div.classes:includes "table-note" and before then found[before] = true end
    end,
  }
  return found
end

-- Blocks ---------------------------------------------------------------------------------------------------------------------

local function note_below(div, here)
  div.content = blocks(div.content, with(here, { where = "note", exhibit = last and last.label }))
  if not last or not noted[last.label] then return div end
  noted[last.label] = nil
  return pandoc.Blocks { div, mark("below:" .. last.label) }
end

local function translation(div, here)
  div.content = blocks(div.content, with(here, { where = "abstract" }))
  page.translations:insert(div.identifier)
  div.content:insert(1, mark("fold:" .. div.identifier))
  div.content:insert(mark("unfold:" .. div.identifier))
  return div
end

-- The box of key findings: press/web puts it below the title.
local function findings(div, here)
  div.content = blocks(div.content, with(here, { where = "key findings" }))
  return pandoc.Blocks { div, mark "raised" }
end

local function div(element, here)
  if element.classes:includes "hidden" then return element end      -- Quarto's own
  if is_float(element) then return float(element, here) end
  if element.classes:includes "table-note" then return note_below(element, here) end
  if element.classes:includes "translation" and element.identifier ~= "" then return translation(element, here) end
  if element.classes:includes "key-findings" then return findings(element, here) end
  if element.identifier ~= "" then page.places:insert(element.identifier) end
  element.content = blocks(element.content, with(here, {  }))
  if element.classes:includes "all-numbers" then element.content:insert(mark "numbers") end
  return element
end

local function header(element, here)
  page.sections:insert { id = element.identifier, heading = squeeze(element.content), level = element.level }
  return numbers_in(element, with(here, { where = "text" }), true)
end

local function items(list, here)
  for i, item in ipairs(list) do list[i] = blocks(item, here) end
  return list
end

local function is_picture(inline) return inline.t == "Image" end

-- A caption's first paragraph begins with what the table or figure is called: "Table 2: ...".
local function paragraph(element, here)
  if here.where == "caption" and here.float and here.float.title == "" and not element.content:find_if(is_picture) then
    here.float.title = squeeze(element):match "^[^:]*"
  end
  return numbers_in(element, here)
end

local HANDLED = {
  Header = header, Div = div, Table = table_of, Para = paragraph, Plain = paragraph,
  BlockQuote = function(element, here) element.content = blocks(element.content, here) return element end,
  BulletList = function(element, here) element.content = items(element.content, here) return element end,
  OrderedList = function(element, here) element.content = items(element.content, here) return element end,
  DefinitionList = function(element, here)
    for i, item in ipairs(element.content) do
      element.content[i] = { numbers_in(item[1], here), items(item[2], here) }
    end
    return element
  end,
  Figure = function(element, here) element.content = blocks(element.content, here) return element end,
}

-- Whether a section has text of its own, before its subsections; its heading is a block of the list.
local function has_text(list, heading)
  local next = heading + 1
  while list[next] and list[next].t == "Div" and list[next].classes:includes "hidden" do next = next + 1 end
  return list[next] ~= nil and list[next].t ~= "Header"
end

local function opens_figure(block) return block.t == "RawBlock" and block.text:match "^<figure" end

-- `outermost` are the blocks of the page itself, which sections divide.
blocks = function(list, here, outermost)
  local made = pandoc.Blocks {}
  for place, block in ipairs(list) do
    local handle = HANDLED[block.t]
    local given = handle and handle(block, here) or block
    if given.t then made:insert(given) else made:extend(given) end
    if outermost and block.t == "Header" and block.identifier ~= "" and has_text(list, place) then
      made:insert(mark("comment:" .. block.identifier))
    end
    if here.exhibit and opens_figure(block) then made:insert(mark("within:" .. here.exhibit)) end
  end
  return made
end

-- The page -------------------------------------------------------------------------------------------------------------------

local function abstract_of(meta)
  local paragraphs = pandoc.List {}
  local function add(block) paragraphs:insert(squeeze(block.content)) end
  local bare = pandoc.Blocks(meta.abstract or {}):walk { Note = function() return {} end }
  bare:walk { Para = add, Plain = add }
  return table.concat(paragraphs, "\n\n")
end

local function front(meta)
  page.title = meta.title and squeeze(meta.title) or ""
  page.abstract = abstract_of(meta)
  if meta.title then meta.title = numbers_in(meta.title, { where = "title" }, true) end
  if meta.subtitle then meta.subtitle = numbers_in(meta.subtitle, { where = "title" }) end
  if meta.abstract then meta.abstract = blocks(meta.abstract, { where = "abstract" }) end
  return meta
end

-- Each work in its order, and by its key.
local function works_cited(doc)
  local by_key = {}
  if not (doc.meta.bibliography or doc.meta.references) then return pandoc.List {}, by_key end
  local works = pandoc.utils.references(doc):map(function(work)
    local authors = pandoc.List(work.author or {}):map(function(name)
      return squeeze(name.literal or table.concat({ name.family or "", name.given }, ", "))
    end)
    local issued = work.issued and work.issued["date-parts"] and work.issued["date-parts"][1]
    by_key[work.id] = {
      title = work.title and squeeze(work.title), authors = authors, year = issued and tostring(issued[1]),
      journal = work["container-title"] and squeeze(work["container-title"]), volume = work.volume and squeeze(work.volume),
      doi = (work.DOI or work.doi) and squeeze(work.DOI or work.doi),
    }
    return by_key[work.id]
  end)
  return works, by_key
end

-- JSON that ends no script and opens no comment.
local function embedded(value)
  local json = pandoc.json.encode(value):gsub("<", "\\u003c")
  return pandoc.RawBlock("html", '<script type="application/json" id="edition-page">' .. json .. "</script>")
end

function Pandoc(doc)
  local works, works_by_key = works_cited(doc)
  page = { title = "", abstract = "", sections = pandoc.List {}, exhibits = pandoc.List {}, numbers = pandoc.List {},
    translations = pandoc.List {}, places = pandoc.List {}, works = works }
  noted, last = find_notes(doc), nil
  doc.meta = front(doc.meta)
  local texts = section_texts(doc.blocks, squeeze, works_by_key)
  doc.blocks = blocks(doc.blocks, { where = "text" }, true)
  doc.blocks:insert(1, mark "title")
  doc.blocks:insert(texts)
  doc.blocks:insert(embedded(page))
  return doc
end
