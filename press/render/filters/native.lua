-- Text that the author gives in a notation of pandoc's, `Str "a--b"`{=pandoc-native}, as Quarto reads it.

local READERS = { ["pandoc-native"] = "native", ["pandoc-json"] = "json" }

return function(doc, page)
  local function read(raw)
    local reader = READERS[raw.format] or raw.format:match("^pandoc%-reader%-(.+)")
    if not reader then return nil end
    local is_read, found = pcall(pandoc.read, raw.text, reader)
    if is_read then return found.blocks end
    page:problem("native", raw.text)
  end
  local function inline(raw)
    local blocks = read(raw)
    return blocks and pandoc.utils.blocks_to_inlines(blocks)
  end
  return doc:walk { RawBlock = read, RawInline = inline }
end
