-- Small things that a writer would lose or do otherwise than Quarto.

local typst = require("writer_typst")

-- fig-alt is the alt text; the caption of a figure is not.
local function alt_text(image)
  local alt = image.attributes["fig-alt"]
  if alt then
    image.caption = { pandoc.Str(alt) }
    image.attributes["fig-alt"] = nil
  end
  return image
end

local function typst_image(image, call)
  local arguments = { typst.quote(image.src) }
  local alt = pandoc.utils.stringify(image.caption)
  if alt ~= "" then table.insert(arguments, "alt: " .. typst.quote(alt)) end
  for _, side in ipairs { "width", "height" } do
    local length = image.attributes[side]
    if length then table.insert(arguments, side .. ": " .. typst.length(length)) end
  end
  return pandoc.RawInline("typst", call .. table.concat(arguments, ", ") .. ")" .. (call:match("box%(") and ")" or ""))
end

local ALONE = { Image = function(image) return typst_image(image, "#press-image(") end }
local WITHIN = { Image = function(image) return typst_image(image, "#box(image(") end }

-- A picture alone may be as wide as its place; within a line it stays as it is.
local function typst_images(block) return block:walk(#block.content == 1 and ALONE or WITHIN) end

local TYPST_IMAGES = { Para = typst_images, Plain = typst_images }

-- To look into every paragraph takes long; few blocks of the text hold a picture.
local function typst_pictures(doc)
  local found
  local look = { Image = function() found = true end }
  doc.meta = pandoc.Pandoc({}, doc.meta):walk(TYPST_IMAGES).meta
  doc.blocks = pandoc.Blocks(doc.blocks:map(function(block)
    local blocks = pandoc.Blocks { block }
    found = false
    blocks:walk(look)
    return found and blocks:walk(TYPST_IMAGES)[1] or block
  end))
  return doc
end

local function typst_math(math)
  if math.mathtype ~= "InlineMath" then return nil end
  return { pandoc.RawInline("typst", "#press-math(" .. typst.quote(math.text) .. ", "), math, pandoc.RawInline("typst", ")") }
end

-- The list of references in a style of its own (citeproc fills it later).
local function typst_references(div)
  return pandoc.Blocks { pandoc.RawBlock("typst", "#press-references["), div, pandoc.RawBlock("typst", "]") }
end

local function plain_divs(div)      -- JATS would box them
  if div.identifier == "refs" or div.classes:includes("boxed") then return nil end
  if div.identifier == "" then return div.content end
end

-- pandoc's JATS writer takes an alt text as XML.
local function jats_image(image)
  local alt = pandoc.utils.stringify(image.caption):gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;")
  image.caption = alt ~= "" and { pandoc.Str(alt) } or {}
  return image
end

-- JATS keeps the references behind the body: their heading goes along if it is the last one.
local function references_last(doc)
  for i, block in ipairs(doc.blocks) do
    if block.t == "Div" and block.identifier == "refs" then
      doc.blocks:remove(i)
      doc.blocks:insert(block)
      break
    end
  end
  return doc
end

-- Columns as wide as what they hold; the widths of a long pipe table only count its dashes.
local function natural_widths(tbl)
  for i, column in ipairs(tbl.colspecs) do tbl.colspecs[i] = { column[1] } end
  return tbl
end

local function typst_finish(doc, find)
  local placed, has_pictures = false, false
  local function wrap(div)
    if div.identifier ~= "refs" then return nil end
    placed = true
    return typst_references(div)
  end
  local function image(image)
    has_pictures = true
    return find(image)
  end
  doc = doc:walk { Image = image, Math = typst_math, Table = natural_widths, Div = wrap }
  if not placed and (doc.meta.bibliography or doc.meta.references) then
    doc.blocks:extend(typst_references(pandoc.Div({}, pandoc.Attr("refs"))))
  end
  return has_pictures and typst_pictures(doc) or doc
end

local function jats_finish(doc, find)
  return doc:walk { Image = function(image) return jats_image(find(image)) end, Div = plain_divs, Pandoc = references_last }
end

-- What each format does in one walk; the files of pictures are found on the way.
local STEPS = {
  html = function(doc, find) return doc:walk { Image = find } end,
  typst = typst_finish,
  docx = function(doc, find) return doc:walk { Image = find, Table = natural_widths } end,
  jats = jats_finish,
}

-- JSON without blanks and letters that may be taken for such: warnings lose runs of them.
local function spelled(json)
  return (json:gsub(utf8.charpattern, function(letter)
    local code = utf8.codepoint(letter)
    return (code <= 32 or code > 126 and code < 0x10000) and ("\\u%04x"):format(code) or letter
  end))
end

-- Typst and Word read the file themselves; HTML and JATS name it, and convert.py puts a copy beside the page.
local function name_to_press(src, path)
  pandoc.log.warn("press-picture: " .. spelled(pandoc.json.encode { src, path }))
end

local function find_file(image, page)
  if image.src:match("^%a[%w+.-]+:") then
    if not image.src:lower():match("^data:") then page:problem("remote-image", image.src) end
    name_to_press(image.src, "")
    return image
  end
  local path = page:find(image.src)
  if not path then page:problem("missing-image", image.src) return image end
  name_to_press(image.src, path)
  if page.format == "typst" then image.src = path end
  if page.format == "docx" then image.src = path:gsub("%%", "%%25") end      -- pandoc takes it for an address
  return image
end

return function(doc, page)
  return STEPS[page.format](doc, function(image) return find_file(alt_text(image), page) end)
end
