-- Returns from where a page that is rendered now must replay.

local earliest = earliest_reset()

if earliest then
  return before(earliest)
else
  return current_position()
end
