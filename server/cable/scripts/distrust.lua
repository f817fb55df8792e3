-- Begins the log anew, unless somebody has done so since.

if redis.call("HGET", birth_key, "position") == ARGV[2] then
  redis.call("HSET", birth_key, "position", before(at(now, 0)))
  redis.call("HDEL", birth_key, "newest", "claimed")
end
