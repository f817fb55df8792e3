-- Writes a frame, drops what it supersedes, publishes it. Returns its position, nil for a delta of no open message.

local channel, writer, sequence, kind, message, html = unpack(ARGV, 2)

-- A command that was sent again after its connection broke may have run the first time.
local written = redis.call("HGET", writers_key, writer)

if written then
  local written_sequence, written_position = written:match("^(%d+) (%S+)$")
  if tonumber(sequence) <= tonumber(written_sequence) then return written_position end
end

local earliest = earliest_reset()
local open = kind ~= "event" and redis.call("HGET", open_key, message)
local reset = open and open:match("^%S+")

if kind == "delta" and not reset then return nil end

if reset and kind ~= "delta" then
  for _, entry in ipairs(redis.call("XRANGE", log_key, reset, "+")) do
    if entry[2][1] == "message" and entry[2][2] == message then redis.call("XDEL", log_key, entry[1]) end
  end
end

local position

if kind == "event" then
  position = redis.call("XADD", log_key, "*", "html", html)
else
  position = redis.call("XADD", log_key, "*", "message", message, "html", html)
end

if kind == "delta" then
  redis.call("HSET", open_key, message, reset .. " " .. now)
elseif kind == "final" then
  redis.call("HDEL", open_key, message)
elseif kind ~= "event" then
  redis.call("HSET", open_key, message, position .. " " .. now)
end

redis.call("HSET", writers_key, writer, sequence .. " " .. position)
redis.call("XTRIM", log_key, "MINID", floor(earliest))

for _, key in ipairs({ log_key, open_key, writers_key }) do
  redis.call("PEXPIRE", key, retention)
end

if kind ~= "keyframe" then redis.call("PUBLISH", channel, position .. "\n" .. html) end

return position
