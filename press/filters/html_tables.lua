-- HTML tables (a DataFrame's, say) become tables that every writer knows; in HTML they stay what they are.

return function(doc, page)
  if page.format == "html" then return doc end
  return doc:walk {
    RawBlock = function(raw)
      if raw.format == "html" and raw.text:lower():find("<table") then return pandoc.read(raw.text, "html").blocks end
    end,
  }
end
