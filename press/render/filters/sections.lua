-- Section numbers. Typst prints its own, from level 1 on; all other formats get them here as text.

-- Typst's pattern "1.1.a" names the third level and deeper by letters.
local function as_typst(numbers)
  local parts = {}
  for level, n in ipairs(numbers) do
    parts[level] = (level >= 3 and n > 0) and string.char(96 + (n - 1) % 26 + 1) or tostring(n)
  end
  return table.concat(parts, ".")
end

local function print_number(header, number, page)
  if page.format == "html" then
    return pandoc.Span(pandoc.Str(number), pandoc.Attr("", { "header-section-number" }))
  end
  return pandoc.Str(page.format == "docx" and header.level == 1 and number .. "." or number)
end

return function(doc, page)
  local top = page:top_level(doc.blocks)
  local numbers = {}

  local function next_number(level)
    for deeper = level + 1, #numbers do numbers[deeper] = nil end
    for skipped = #numbers + 1, level do numbers[skipped] = 0 end
    numbers[level] = numbers[level] + 1
    return page.format == "typst" and as_typst(numbers) or table.concat(numbers, ".")
  end

  local function number_heading(header)
    local level = header.level - top + 1
    local printed = page.options["number-sections"] and level <= page.options["number-depth"]
    if page.format == "typst" then header.level = level end
    if header.classes:includes("unnumbered") then return header end
    local number = next_number(level)
    if header.identifier:match("^sec%-") then page:register(header.identifier, { kind = "sec", number = number }) end
    if page.format == "typst" then
      if not printed then header.classes:insert("unnumbered") end
    elseif printed then
      header.content:insert(1, pandoc.Space())
      header.content:insert(1, print_number(header, number, page))
    end
    return header
  end

  return doc:walk { Header = number_heading }
end
