-- What goes wrong in the author's own filters: a sentence with the filter's file and line.

local failures = {}
local known = {}      -- how Lua's messages call a file -> the file

-- To be told of each file of the author's that is loaded.
function failures.know(file, source)
  known[debug.getinfo(load("", source), "S").short_src] = file
end

-- The author's file in which a function stands, nil where it is none of theirs.
function failures.file_of(info) return known[info.short_src] end

function failures.stop(kind, what, file, line)
  error("PRESS" .. pandoc.json.encode { { kind = kind, what = what, file = file, line = line or 1 } } .. "PRESS", 0)
end

local function first_place(message)
  local found, start, stop
  for short, file in pairs(known) do
    local from, to = message:find(short .. ":", 1, true)
    local line = from and message:match("^(%d+): ", to + 1)
    if line and (not start or from < start) then
      found, start, stop = { file = file, line = tonumber(line) }, from, to + #line + 2
    end
  end
  return found, stop
end

local function place_in_stack()
  for level = 3, 100 do
    local info = debug.getinfo(level, "Sl")
    if not info then return nil end
    if known[info.short_src] and info.currentline > 0 then return { file = known[info.short_src], line = info.currentline } end
  end
end

local function sentence(message)
  return (message:gsub("\n?stack traceback:.*", ""):gsub("^%s+", ""):gsub("%s+", " "):gsub("%.?%s*$", ""))
end

-- Ends the conversion with Lua's own message, which names file and line.
function failures.stop_at_message(kind, message, file, place)
  local found, stop = first_place(message)
  place = found or place or { file = file, line = 1 }
  local refused = message:match("press: ([^\n]+)")
  if refused then failures.stop("filter-refused", refused, place.file, place.line) end
  failures.stop(kind, sentence(stop and message:sub(stop + 1) or message), place.file, place.line)
end

-- Returns the function, whose errors then name the place in a filter; `file` is named where no place is known.
function failures.guard(run, file)
  local function explain(message)
    message = tostring(message)
    local own = message:match("PRESS%[.*%]PRESS")
    if own then return own end
    local _, explained = pcall(failures.stop_at_message, "filter", message, file, place_in_stack())
    return explained
  end
  return function(...)
    local results = table.pack(xpcall(run, explain, ...))
    if not results[1] then error(results[2], 0) end
    return table.unpack(results, 2, results.n)
  end
end

return failures
