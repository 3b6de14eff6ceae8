-- The author's own filters that stand after `quarto`; then what all of them leave for the page's template.

return function(doc, page)
  if not page.user then return doc end
  doc = page.user:run(doc, "after")
  page.user:leave(doc.meta)
  return doc
end
