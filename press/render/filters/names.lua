-- The names in the document, as a set: classes, attributes and other words that stand by themselves in its JSON. A step that asks for a class which is
-- not among them need not look at every element. There may be more of them than elements have, never fewer.

return function(doc, page)
  local json = pandoc.write(doc, "json")
  for name in json:gmatch('[%[,]"(%a[^"]*)"') do page.names[name] = true end
  page.may_hold_fence = json:find(":::", 1, true) ~= nil
  page.may_hold_raw_blocks = json:find('"RawBlock"', 1, true) ~= nil
  return doc
end
