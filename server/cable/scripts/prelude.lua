-- What append.lua, fence.lua, position.lua and replay.lua share.

local birth_key, log_key, messages_key = unpack(KEYS)
local retention = tonumber(ARGV[1])
-- All is kept for so much longer than the retention, so that not every delta has to prolong it.
local slack = math.floor(retention / 20)
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function parts(position)
  local milliseconds, sequence = position:match("^(%d+)-(%d+)$")
  return tonumber(milliseconds), tonumber(sequence)
end

local function earlier(a, b)
  local milliseconds_a, sequence_a = parts(a)
  local milliseconds_b, sequence_b = parts(b)

  if milliseconds_a == milliseconds_b then
    return sequence_a < sequence_b
  else
    return milliseconds_a < milliseconds_b
  end
end

local function at(milliseconds, sequence)
  return string.format("%.0f-%.0f", milliseconds, sequence)
end

local function before(position)
  local milliseconds, sequence = parts(position)

  if sequence > 0 then
    return at(milliseconds, sequence - 1)
  else
    return at(milliseconds - 1, 9007199254740991)
  end
end

-- Another run of Redis may have lost its last frames, whatever it kept of the others: the log is born anew.
local function birth()
  local run = redis.call("INFO", "server"):match("run_id:(%x+)")
  local known = redis.call("HMGET", birth_key, "run", "position")

  if known[1] == run then
    return known[2]
  else
    local position = before(at(now, 0))
    redis.call("HSET", birth_key, "run", run, "position", position)
    return position
  end
end

local function known_as(entry)
  if not entry then return nil end

  local writer, state, reset, active = entry:match("^(%d+) (%a+) (%S+) (%d+)$")
  local open, finished = state == "open", state == "finished"
  return { writer = tonumber(writer), open = open, finished = finished, reset = reset, active = tonumber(active) }
end

local function keep(keys)
  for _, key in ipairs(keys) do redis.call("PEXPIRE", key, retention + slack) end
end

-- The earliest frame that the messages being written still need, if any. Forgets those whose writer fell silent.
local function earliest_reset()
  local born = birth()
  local messages = redis.call("HGETALL", messages_key)
  local earliest

  for index = 1, #messages, 2 do
    local known = known_as(messages[index + 1])

    if known.active < now - retention - slack or earlier(known.reset, born) then
      redis.call("HDEL", messages_key, messages[index])
    elseif not known.finished and (not earliest or earlier(known.reset, earliest)) then
      earliest = known.reset
    end
  end

  return earliest
end

-- The earliest cursor that misses nothing, as far as age goes.
local function floor(reset)
  local oldest = at(now - retention, 0)

  if reset and earlier(reset, oldest) then
    return before(reset)
  else
    return oldest
  end
end

-- All that was appended is at or before it, all that will be is after it.
local function current_position()
  local current = before(at(now, 0))

  if redis.call("EXISTS", log_key) == 1 then
    local facts = redis.call("XINFO", "STREAM", log_key)

    for index = 1, #facts, 2 do
      if facts[index] == "last-generated-id" and earlier(current, facts[index + 1]) then
        current = facts[index + 1]
      end
    end
  end

  return current
end
