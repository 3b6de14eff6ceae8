-- @fig-x, [-@fig-x], [@fig-x; @fig-y], [Chart @fig-x], @Fig-x become links.

local function label_of(citation, page)
  local id = citation.id:sub(1, 1):lower() .. citation.id:sub(2)
  return page:kind(id) and id
end

local function number_of(entry, page)
  if not entry.parent then return entry.number end
  local parent = page.labels[entry.parent].number
  return page.format == "typst" and parent .. entry.letter or parent .. " (" .. entry.letter .. ")"
end

local read = {}      -- word -> its inlines: many references have the same

local function inlines_of(word, page)
  read[word] = read[word] or page:inlines(word)
  return read[word]:clone()
end

-- "Figure", "Chart" or nothing; a capital F in @Fig-x asks for a capital letter
local function words_before(citation, kind, page)
  if #citation.prefix > 0 then return citation.prefix end
  if citation.mode == "SuppressAuthor" then return pandoc.Inlines {} end
  local word = page:prefix_word(kind)
  if citation.id:match("^%u") then word = pandoc.text.upper(pandoc.text.sub(word, 1, 1)) .. pandoc.text.sub(word, 2) end
  return inlines_of(word, page)
end

local function link_to(citation, id, page)
  local entry = page.labels[id]
  if not entry then page:problem("unknown-reference", citation.id) return pandoc.Str("?") end
  if entry.kind == "sec" and page.format == "typst" and not page.options["number-sections"] then
    page:problem("unnumbered-reference", citation.id)
  end
  if #citation.suffix > 0 then page:problem("reference-suffix", citation.id) end
  local text = words_before(citation, page:kind(id), page)
  if #text > 0 then text:insert(pandoc.Str("\u{a0}")) end
  text:insert(pandoc.Str(number_of(entry, page)))
  return pandoc.Link(text, "#" .. id, "", pandoc.Attr("", { "quarto-xref" }))
end

return function(doc, page)
  local cited = doc.meta.bibliography or doc.meta.references
  local function resolve(cite)
    local links, others = pandoc.Inlines {}, 0
    for _, citation in ipairs(cite.citations) do
      local id = label_of(citation, page)
      if id then
        if #links > 0 then links:extend { pandoc.Str(","), pandoc.Space() } end
        links:insert(link_to(citation, id, page))
      else
        others = others + 1
      end
    end
    if #links == 0 then
      if not cited then page:problem("unknown-citation", cite.citations[1].id) end
      return nil
    end
    if others > 0 then page:problem("mixed-reference", cite.citations[1].id) end
    return links
  end
  return doc:walk { Cite = resolve }
end
