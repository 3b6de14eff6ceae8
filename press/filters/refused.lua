-- Quarto features that press does not have: named, never dropped in silence.

local KINDS = { thm = true, lem = true, cor = true, prp = true, cnj = true, def = true, exm = true, exr = true, rem = true, sol = true, alg = true }
local CLASSES = {
  "panel-tabset", "panel-sidebar", "panel-input", "column-margin", "aside", "column-page", "column-screen", "column-body-outset",
  "proof", "remark", "solution",
}

return function(doc, page)
  local function check(element)
    for _, class in ipairs(CLASSES) do
      if element.classes:includes(class) then page:problem("unsupported", "." .. class) end
    end
    if element.classes:includes("cell") and element.attributes.column then page:problem("unsupported", "column:") end
    local prefix = element.identifier:match("^(%a+)%-.")
    if element.t == "Div" and prefix and KINDS[prefix] then
      page:problem("unsupported", "#" .. element.identifier)
    end
  end
  doc:walk { Div = check, Span = check }
  return doc
end
