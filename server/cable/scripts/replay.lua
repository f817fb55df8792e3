-- Returns the current position and, unless the cursor is of no use any more, the first entries after it.

local cursor, count = unpack(ARGV, 2)
local current = current_position()
local lost = earlier(cursor, birth()) or earlier(cursor, floor(earliest_reset())) or earlier(current, cursor)

if lost then
  return { current }
else
  return { current, redis.call("XRANGE", log_key, "(" .. cursor, "+", "COUNT", count) }
end
