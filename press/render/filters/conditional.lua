-- .content-visible and .content-hidden with when-format, unless-format, when-meta, unless-meta, when-profile, unless-profile.

local NAMES = {      -- what a format answers to
  html = { html = true, ["html:js"] = true, html5 = true },
  typst = { typst = true },
  docx = { docx = true },
  jats = { jats = true },
}

local function meta_is_true(page, path)
  local value = page.options.metadata
  for key in path:gmatch("[^.]+") do
    if type(value) ~= "table" then return false end
    value = value[key]
  end
  return value == true
end

local TESTS = {
  format = function(page, value) return NAMES[page.format][value] == true end,
  meta = meta_is_true,
  profile = function() return false end,
}

-- One of the values of a condition that stands several times is enough.
local function any_holds(test, wanted, attributes, page)
  local stated, holds = false, false
  for _, pair in ipairs(attributes) do
    if pair[1] == wanted then stated, holds = true, holds or test(page, pair[2]) end
  end
  return stated, holds
end

local function conditions_hold(attributes, page)
  for name, test in pairs(TESTS) do
    local stated, holds = any_holds(test, "when-" .. name, attributes, page)
    if stated and not holds then return false end
    stated, holds = any_holds(test, "unless-" .. name, attributes, page)
    if stated and holds then return false end
  end
  return true
end

-- true: shown; false: left out; nil: no conditional content
local function is_shown(element, page)
  local classes = element.classes
  local visible, hidden = classes:includes("content-visible"), classes:includes("content-hidden")
  if not visible and not hidden then return nil end
  return conditions_hold(element.attributes, page) == visible
end

local function has_heading(blocks)
  local found = false
  blocks:walk { Header = function() found = true end }
  return found
end

return function(doc, page)
  if not page.names["content-visible"] and not page.names["content-hidden"] then return doc end
  local function unwrap(element)
    local shown = is_shown(element, page)
    if shown == nil then return nil end
    if not shown then return {} end
    if page.format == "jats" and element.t == "Div" and has_heading(element.content) then
      page:problem("conditional-heading", "content-" .. (element.classes:includes("content-visible") and "visible" or "hidden"))
    end
    return element.content
  end
  local function keep(code)
    local shown = is_shown(code, page)
    if shown == nil then return nil end
    code.classes = code.classes:filter(function(class) return not class:match("^content%-") end)
    return shown and code or {}
  end
  return doc:walk { Div = unwrap, Span = unwrap, CodeBlock = keep }
end
