-- Quarto features that press does not have: named, never dropped in silence.

local THEOREMS = { thm = 1, lem = 1, cor = 1, prp = 1, cnj = 1, def = 1, exm = 1, exr = 1, rem = 1, sol = 1, alg = 1, dia = 1, prf = 1, vid = 1 }
local CLASSES = {
  "panel-tabset", "panel-sidebar", "panel-input", "column-margin", "aside", "column-page", "column-screen",
  "column-body-outset", "code-with-filename", "quarto-layout", "theorem", "proof", "proof", "remark", "solution",
}

return function(doc, page)
  local function check(element)
    for _, class in ipairs(CLASSES) do
      if element.classes:includes(class) then page:problem("unsupported", "." .. class) end
    end
    local prefix = element.identifier:match("^(%a+)%-.")
    if element.t == "Div" and prefix and THEOREMS[prefix] then
      page:problem("unsupported", "#" .. element.identifier)
    end
  end
  doc:walk { Div = check, Span = check }
  return doc
end
