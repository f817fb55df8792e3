-- Writes frames, drops what they supersede, publishes them. Returns of each its position, or why it is refused.

local sender_key = KEYS[2]
local number = ARGV[2]
local keys_of_all, keys_of_each = 2, 3
local arguments_of_all, arguments_of_each = 2, 6

-- A command that was sent again after its connection broke may have run the first time.
local last = redis.call("GET", sender_key)

if last and last:match("^%d+") == number then
  local replies = {}
  for reply in last:gmatch("\n([^\n]+)") do table.insert(replies, reply) end
  return replies
end

-- What the database must know, too, lest it is older than the log.
local function remember_told(message, writer, known)
  local number = tonumber(message:match("%d+$"))
  if not number then return end

  local newest = tonumber(redis.call("HGET", birth_key, "newest"))
  if not newest or number > newest then redis.call("HSET", birth_key, "newest", number) end

  local is_claimed = writer and (not known or writer > known.writer)
  if is_claimed then redis.call("HSET", birth_key, "claimed", message .. " " .. writer) end
end

local function append(text_key, channel, kind, html, message, writer, text)
  -- Most frames are deltas: what looks at the whole log is left to the others.
  local is_delta = kind == "delta"
  local earliest = not is_delta and earliest_reset()
  local is_content = kind ~= "event" and kind ~= "refresh"
  local known = is_content and known_as(redis.call("HGET", messages_key, message))
  local prolongs = not is_delta or known and known.active < now - slack
  local position

  if not is_content then
    position = redis.call("XADD", log_key, "*", "html", html)
    remember_told(message)
  else
    writer = tonumber(writer)

    if known and (writer < known.writer or writer == known.writer and not known.open and kind ~= "final") then
      return "superseded"
    elseif (is_delta or kind == "keyframe") and not (known and writer == known.writer) then
      return "not open"
    end

    if known and not is_delta then
      for _, entry in ipairs(redis.call("XRANGE", log_key, known.reset, "+")) do
        if entry[2][1] == "message" and entry[2][2] == message then redis.call("XDEL", log_key, entry[1]) end
      end
    end

    position = redis.call("XADD", log_key, "*", "message", message, "html", html)

    if prolongs then
      if kind == "snapshot" then remember_told(message, writer, known) end
      local reset = is_delta and known.reset or position
      local state = kind == "final" and "finished" or "open"
      redis.call("HSET", messages_key, message, table.concat({ writer, state, reset, now }, " "))
    end

    if is_delta then
      redis.call("APPEND", text_key, text)
    elseif kind == "final" then
      redis.call("DEL", text_key)
    else
      redis.call("SET", text_key, text)
    end
  end

  if kind == "refresh" then
    redis.call("DEL", messages_key)
    redis.call("XTRIM", log_key, "MINID", position)
  elseif not is_delta then
    redis.call("XTRIM", log_key, "MINID", floor(earliest))
  end

  if prolongs then keep({ log_key, messages_key, text_key }) end

  if kind ~= "keyframe" then redis.call("PUBLISH", channel, position .. "\n" .. html) end

  return position
end

local replies = {}

for index = 0, (#KEYS - keys_of_all) / keys_of_each - 1 do
  local key = keys_of_all + index * keys_of_each
  local argument = arguments_of_all + index * arguments_of_each

  log_key, messages_key = KEYS[key + 1], KEYS[key + 2]
  replies[index + 1] = append(KEYS[key + 3], unpack(ARGV, argument + 1, argument + arguments_of_each))
end

redis.call("SET", sender_key, number .. "\n" .. table.concat(replies, "\n"), "PX", retention + slack)
return replies
