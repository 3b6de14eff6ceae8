-- Thanks in Word, which has no place for them among its title, authors and date: small print before the text.

return function(doc, page)
  local thanks = doc.meta.thanks
  if page.format ~= "docx" or not thanks or #thanks == 0 then return doc end
  local words = pandoc.utils.type(thanks) == "Blocks" and pandoc.utils.blocks_to_inlines(thanks) or thanks
  doc.blocks:insert(1, pandoc.Div({ pandoc.Para(words) }, pandoc.Attr("", {}, { ["custom-style"] = "Note" })))
  return doc
end
