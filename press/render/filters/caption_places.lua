-- Where a caption stands: fig-cap-location, tbl-cap-location, lst-cap-location and cap-location of the element, then of the document.

local caption_places = {}

local HOLDERS = { Image = true, Table = true, CodeBlock = true }

local function stated(attributes, kind) return attributes[kind .. "-cap-location"] or attributes["cap-location"] end

-- What the picture, table or code itself states; Markdown's short forms leave it there.
local function stated_within(blocks, kind)
  local found
  local function look(element) found = found or stated(element.attributes, kind) end
  local filter = {}
  for name in pairs(HOLDERS) do filter[name] = look end
  blocks:walk(filter)
  return found
end

-- "top" or "bottom"; parts have their own word, else the whole's.
local place
function place(float, page)
  return stated(float.attributes, float.kind) or not float.parts and stated_within(float.blocks, float.kind)
    or float.whole and place(float.whole, page)
    or stated(page.options.metadata, float.kind) or (float.kind == "fig" and "bottom" or "top")
end

function caption_places.stand_above(float, page) return place(float, page) == "top" end

-- Whether a caption without a label stands elsewhere than a writer would put it.
function caption_places.is_moved(kind, blocks, page)
  return caption_places.stand_above({ kind = kind, attributes = {}, blocks = blocks }, page) == (kind == "fig")
end

-- What a cell without a label states holds for its pictures and tables.
function caption_places.hand_down(attributes, block)
  local function take(element)
    for name, value in pairs(attributes) do
      if name:match("cap%-location$") then element.attributes[name] = value end
    end
    return element
  end
  return block:walk { Image = take, Table = take }
end

-- The attributes have done their work.
function caption_places.forget(doc)
  local function clean(element)
    local found = false
    for name in pairs(element.attributes) do
      if name:match("cap%-location$") then element.attributes[name], found = nil, true end
    end
    return found and element or nil
  end
  local filter = { Div = clean, Figure = clean }
  for name in pairs(HOLDERS) do filter[name] = clean end
  return doc:walk(filter)
end

return caption_places
