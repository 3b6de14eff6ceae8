-- ::: {.callout-note title="..." collapse="true" appearance="simple" icon=false}

local TYPES = { note = "Note", tip = "Tip", warning = "Warning", important = "Important", caution = "Caution" }
local KINDS = { note = "nte", tip = "tip", warning = "wrn", important = "imp", caution = "cau" }

local function callout_type(div)
  for type in pairs(TYPES) do
    if div.classes:includes("callout-" .. type) then return type end
  end
end

-- The title by attribute or by a first heading (which then is taken out); nil if there is none.
local function take_title(div, page)
  local title = div.attributes.title
  if title then return title:match("%S") and page:inlines(title) or nil end
  local first = div.content[1]
  if first and first.t == "Header" then
    div.content:remove(1)
    return first.content
  end
end

local function describe(div, type, page)
  local given, word = take_title(div, page), page.options.words[KINDS[type]]
  local callout = {
    id = div.identifier, type = type, type_name = TYPES[type], type_word = word, body = div.content,
    given_title = given, title_given = given ~= nil, title = given or pandoc.Inlines { pandoc.Str(word) },
    appearance = div.attributes.appearance or page.options["callout-appearance"] or "default",
    icon = div.attributes.icon ~= "false" and page.options["callout-icon"] ~= false,
  }
  callout.is_bare = callout.appearance == "minimal" or callout.appearance == "simple" and not given and not page:kind(callout.id)
  if div.attributes.collapse then callout.collapse = div.attributes.collapse == "true" end
  return callout
end

local function number(callout, page)
  local kind = page:kind(callout.id)
  if not kind then return end
  local n = page:count(kind)
  page:register(callout.id, { kind = kind, number = n })
  callout.title = page:caption(kind, n, callout.given_title or pandoc.Inlines {})
  callout.title_given = true
end

return function(doc, page)
  local function visit(div)
    local type = callout_type(div)
    if not type then return nil end
    local callout = describe(div, type, page)
    number(callout, page)
    return page.writer.callout(callout)
  end
  return doc:walk { Div = visit }
end
