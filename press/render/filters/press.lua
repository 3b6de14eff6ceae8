-- Turns Quarto's own syntax into what pandoc's writers know. Runs before citeproc.
-- Each step is a file of its own; what the formats do differently is in writer_html, _typst, _docx and _jats.

-- Steps are read from this file's folder and nowhere else, whatever signs its name holds (in `package.path` `;` and `?` have a meaning).
local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.searchers = {
  function(name) return assert(loadfile(pandoc.path.join { here, name .. ".lua" })) end,
}

local new_page = require("page")
local steps = {
  "native",        -- text that the author gives as pandoc's own notation
  "front",         -- titles, names and keywords are text
  "user_before",   -- the author's filters before `quarto`
  "names",         -- a quick look at what the next four steps need to look for
  "conditional",   -- content for some formats only
  "margin",        -- what stands beside the text
  "refused",       -- what press does not do, it says
  "html_tables",   -- data frames, and in other formats all raw HTML tables, become tables
  "callouts",      -- before sections: a callout's heading is its title
  "sections",      -- section numbers
  "equations",     -- equation numbers
  "floats",        -- figures, tables, listings and their parts
  "cells",         -- what is left of executed cells
  "references",    -- @fig-x and its like
  "notes",         -- small print below floats
  "user_after",    -- the author's filters after `quarto`
  "quotes",        -- the quotation marks of the document's language
  "words",         -- signs and words that must stay whole in the PDF
  "matter",        -- thanks in Word
  "finish",        -- small things that a writer would lose
  "widths",        -- wide tables in the PDF
}

function Pandoc(doc)
  local page = new_page(doc.meta)
  doc.meta["press"], doc.meta["press-document"] = nil, nil
  for _, step in ipairs(steps) do doc = require(step)(doc, page) end
  page:report()
  return doc
end
