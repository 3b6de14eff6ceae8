-- The author's own filters that stand before `quarto`, and all where it is not listed.

return function(doc, page)
  if not page.options.filters then return doc end
  page.user = require("user_filters")(page, doc.meta)
  return page.user:run(doc, "before")
end
