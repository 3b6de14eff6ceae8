-- What a Word file needs of its document before pandoc writes it; either engine runs this: `filters: [{path: press/render/word.lua, at: post-render}]`.
--
-- The people's institutions and addresses, and the keywords, which pandoc's title block lacks, come as paragraphs with styles of their own before the
-- text (press/render/word_front.py puts the people's below their names). An equation with a number becomes a line of the style "Equation", which has
-- a tab in the middle and one at the right margin. A hyphen before a number is a minus, behind which Word does not break the line.
--
-- It leaves the other formats as they are:
-- The words of paragraphs change nothing that this filter does.

if not FORMAT:match "^docx" then return {} end

local TAB = pandoc.RawInline("openxml", "<w:r><w:tab/></w:r>")
local MINUS = utf8.char(0x2212)
local KEYWORDS = { en = "Keywords", ru = "Ключевые слова", kk = "Түйін сөздер" }
local PLACE = { "department", "name", "address", "city", "region", "postal-code", "country" }
local BLANKS = { Space = true, SoftBreak = true, LineBreak = true, RawInline = true }

local stringify = pandoc.utils.stringify

local function styled(inlines, style) return pandoc.Div({ pandoc.Para(inlines) }, pandoc.Attr("", {}, { ["custom-style"] = style })) end

local function given(value)
  if not value then return nil end
  local text = stringify(value)
  return text ~= "" and text or nil
end

-- The title block ------------------------------------------------------------------------------------------------------------

local function label(meta, name, default)
  local words = type(meta.language) == "table" and meta.language[name]
  return given(words) or default
end

local function place_of(affiliation)
  local parts = pandoc.List {}
  for _, name in ipairs(PLACE) do parts:insert(given(affiliation[name])) end
  return table.concat(parts, ", ")
end

local function contacts(author, corresponding)
  local found = pandoc.List {}
  if given(author.email) then found:insert(pandoc.Link(stringify(author.email), "mailto:" .. stringify(author.email))) end
  if given(author.orcid) then
    local orcid = stringify(author.orcid):gsub("^.*/", "")
    found:insert(pandoc.Link("ORCID " .. orcid, "https://orcid.org/" .. orcid))
  end
  if author.attributes and author.attributes.corresponding then found:insert(pandoc.Str(corresponding)) end
  return found
end

-- One paragraph for each person, with a bookmark that tells whose it is.
local function people(meta)
  local blocks = pandoc.Blocks {}
  local corresponding = label(meta, "title-block-author-corresponding", "corresponding author")
  for number, author in ipairs(meta["by-author"] or {}) do
    local lines = pandoc.List {}
    for _, affiliation in ipairs(author.affiliations or {}) do
      local place = place_of(affiliation)
      if place ~= "" then lines:insert(pandoc.Inlines { pandoc.Str(place) }) end
    end
    local line = pandoc.Inlines {}
    for i, contact in ipairs(contacts(author, corresponding)) do
      if i > 1 then line:insert(pandoc.Str(" · ")) end
      line:insert(contact)
    end
    if #line > 0 then lines:insert(line) end
    local inlines = pandoc.Inlines { pandoc.Span({}, pandoc.Attr("author-" .. number)) }
    for i, one in ipairs(lines) do
      if i > 1 then inlines:insert(pandoc.LineBreak()) end
      inlines:extend(one)
    end
    if #lines > 0 then blocks:insert(styled(inlines, "Affiliation")) end
  end
  return blocks
end

local function keywords(meta)
  local words = meta.keywords
  if words == nil then return pandoc.Blocks {} end
  if pandoc.utils.type(words) ~= "List" then words = pandoc.List { words } end
  local texts = pandoc.List {}
  for _, word in ipairs(words) do texts:insert(given(word)) end
  if #texts == 0 then return pandoc.Blocks {} end
  local language = given(meta.lang) or "en"
  local name = label(meta, "title-block-keywords", KEYWORDS[language:match("^%a+")] or KEYWORDS.en)
  return pandoc.Blocks { styled({ pandoc.Strong { pandoc.Str(name .. ":") }, pandoc.Space(), pandoc.Str(table.concat(texts, ", ")) }, "Keywords") }
end

-- Equations ------------------------------------------------------------------------------------------------------------------

-- The equation's span, as both engines write it, its formula without number, and the number.
local function numbered(inline)
  if inline.t ~= "Span" or not inline.identifier:match("^eq%-") or #inline.content ~= 1 then return nil end
  local math = inline.content[1]
  if math.t ~= "Math" or math.mathtype ~= "DisplayMath" then return nil end
  local formula, number = math.text:match("^(.-)%s*\\qquad%s*(%b())%s*$")
  if not number then return nil end
  return pandoc.Span({ pandoc.Math("InlineMath", formula) }, inline.attr), number
end

local function trimmed(inlines)
  local function is_blank(inline) return inline and (inline.t == "Space" or inline.t == "SoftBreak") end
  while is_blank(inlines[1]) do inlines:remove(1) end
  while is_blank(inlines[#inlines]) do inlines:remove(#inlines) end
  return inlines
end

-- A paragraph with equations is parted at them.
local function equation_lines(para)
  if not para.content:find_if(numbered) then return nil end
  local blocks, text = pandoc.Blocks {}, pandoc.Inlines {}
  local function leave_text()
    if #trimmed(text) > 0 then blocks:insert(pandoc.Para(text)) end
    text = pandoc.Inlines {}
  end
  for _, inline in ipairs(para.content) do
    local span, number = numbered(inline)
    if span then
      leave_text()
      blocks:insert(styled({ TAB, span, TAB, pandoc.Str(number) }, "Equation"))
    else
      text:insert(inline)
    end
  end
  leave_text()
  return blocks
end

-- Minus signs ----------------------------------------------------------------------------------------------------------------

-- Whether what stands before a hyphen lets it be a minus.
local function ends_open(inline)
  return inline == nil or BLANKS[inline.t] == true or inline.t == "Str" and inline.text:match("[(%[{<>=]$") ~= nil
end

local function signs(inlines)
  local changed = false
  for i, inline in ipairs(inlines) do
    if inline.t == "Str" then
      local opening, number = inline.text:match("^([(%[{]*)%-(%d.*)$")
      if number and ends_open(inlines[i - 1]) then
        inline.text = opening .. MINUS .. number
        changed = true
      end
    end
  end
  return changed and inlines or nil
end

local function is_address(link) return link.target:match("^%a[%w+.-]*:") ~= nil end

return {
  { Para = equation_lines },
  {
    traverse = "topdown",
    Link = function(link) if is_address(link) then return link, false end end,
    Inlines = signs,
  },
  {
    Pandoc = function(doc)
      local front = people(doc.meta)
      front:extend(keywords(doc.meta))
      front:extend(doc.blocks)
      doc.blocks = front
      return doc
    end,
  },
}
