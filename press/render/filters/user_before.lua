-- The author's own filters that stand before `quarto`, and all where it is not listed.

return function(doc, page)
  if not page.options.filters then return doc end
  if page.format == "typst" then doc = page:lift_headings(doc) end      -- as Quarto does when it reads the document
  page.user = require("user_filters")(page, doc.meta)
  return page.user:run(doc, "before")
end
