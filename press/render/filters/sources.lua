-- What a bibliography may bring into the list of references: text and links to the web, no pictures, no other links, no raw code.
-- Runs after citeproc, and only where an entry may hold such things.

local function is_web(target)
  local address = target:lower():gsub("[%s%c]", "")
  return address:match("^https?://") or address:match("^mailto:") or address:match("^#")
end

local function as_text(text) return pandoc.Str(text) end

local CLEAN = {
  Link = function(link) if not is_web(link.target) then return link.content end end,
  Image = function(image) return image.caption end,
  RawInline = function(raw) return as_text(raw.text) end,
  RawBlock = function(raw) return pandoc.Plain { as_text(raw.text) } end,
}

return { {
  Div = function(div) if div.identifier == "refs" then return div:walk(CLEAN) end end,
  Cite = function(cite) cite.content = pandoc.Inlines(cite.content):walk(CLEAN) return cite end,
} }
