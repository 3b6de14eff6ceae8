-- Executed cells: HTML keeps their divs (without captions and layout), all other formats keep only what is in them.

local KEPT = { class = true, style = true }

local function fold(code, page)
  local mode = code.attributes["code-fold"]
  local summary = code.attributes["code-summary"] or page.options.words.code
  code.attributes["code-fold"], code.attributes["code-summary"] = nil, nil
  if not mode or mode == "false" then return code end
  return {
    pandoc.RawBlock("html", "<details class=\"code-fold\"" .. (mode == "show" and " open" or "") .. "><summary>"),
    pandoc.Plain(pandoc.Str(summary)), pandoc.RawBlock("html", "</summary>"), code, pandoc.RawBlock("html", "</details>"),
  }
end

local function clean(div)
  for name in pairs(div.attributes) do
    if not KEPT[name] and not name:match("^data%-") then div.attributes[name] = nil end
  end
  return div
end

return function(doc, page)
  local function visit_div(div)
    local is_cell = div.classes:includes("cell")
    if not is_cell and not div.classes:includes("cell-output") then return nil end
    if page.format == "html" then return clean(div) end
    return div.content
  end
  local function visit_code(code)
    if page.format == "html" then return fold(code, page) end
    code.attributes["code-fold"], code.attributes["code-summary"] = nil, nil
    return code
  end
  return doc:walk { Div = visit_div, CodeBlock = visit_code }
end
