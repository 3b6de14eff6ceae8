-- Quotation marks of languages that do not write English ones: all formats print the same ones.

local MARKS = { ru = { "\u{ab}", "\u{bb}", "\u{201e}", "\u{201c}" }, kk = { "\u{ab}", "\u{bb}", "\u{201e}", "\u{201c}" } }

return function(doc, page)
  local marks = MARKS[page.options.language]
  if not marks then return doc end
  local function quote(quoted, depth)
    local is_outer = quoted.quotetype == "DoubleQuote" and depth == 0
    local result = pandoc.Inlines { pandoc.Str(is_outer and marks[1] or marks[3]) }
    result:extend(quoted.content:walk {
      traverse = "topdown",
      Quoted = function(inner) return quote(inner, depth + 1), false end,
    })
    result:insert(pandoc.Str(is_outer and marks[2] or marks[4]))
    return result
  end
  return doc:walk { traverse = "topdown", Quoted = function(quoted) return quote(quoted, 0), false end }
end
