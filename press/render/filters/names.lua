-- A quick look at the document's JSON, which tells the next steps what they need not look for: the names in it, as a set (classes, attributes and other
-- words that stand by themselves), and whether there may be ":::" or raw blocks. It may find more than there is, never less.

return function(doc, page)
  local json = pandoc.write(doc, "json")
  for name in json:gmatch('[%[,]"(%a[^"]*)"') do page.names[name] = true end
  page.may_hold_fence = json:find(":::", 1, true) ~= nil
  page.may_hold_raw_blocks = json:find('"RawBlock"', 1, true) ~= nil
  return doc
end
