-- Takes a message from a writer and all earlier ones, and returns the words that they have shown.

local text_key = KEYS[4]
local message, writer = ARGV[2], tonumber(ARGV[3])

earliest_reset()
local known = known_as(redis.call("HGET", messages_key, message))

if not known or writer >= known.writer then
  local state = known and known.finished and "finished" or "fenced"
  local reset = known and known.reset or at(now, 0)

  redis.call("HSET", messages_key, message, table.concat({ writer, state, reset, now }, " "))
  keep({ log_key, messages_key, text_key })
end

return redis.call("GET", text_key)
