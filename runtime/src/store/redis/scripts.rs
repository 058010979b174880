//! The four steps on the server's side. Each is one script, so that nothing comes between its reading and its writing.

/// Takes the lease when nobody has it, and numbers it: `KEYS` lease, fence, record; `ARGV` owner, milliseconds.
/// A counter that the server has lost goes on behind the number that is in the record, which would refuse every earlier one.
/// Gives the number, or 0 when somebody else has it; the same number when it is ours already and only the answer was lost.
pub(super) const ACQUIRE: &str = r"
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  local number = redis.call('INCR', KEYS[2])
  local written = tonumber(redis.call('HGET', KEYS[3], 'fence') or '0')
  if number <= written then
    number = redis.call('INCRBY', KEYS[2], written + 1 - number)
  end
  return number
end
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return tonumber(redis.call('GET', KEYS[2]) or '0')
end
return 0";

/// Prolongs the lease, if it is still ours: `KEYS` lease; `ARGV` owner, milliseconds.
pub(super) const RENEW: &str = r"
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0";

/// Gives the lease back, if it is still ours: `KEYS` lease; `ARGV` owner.
pub(super) const RELEASE: &str = r"
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0";

/// Compare-and-set: `KEYS` record; `ARGV` version of the new record, fence of the writer, the record.
///
/// Writes when the version follows the one that is there and no later holder has written. Gives 1 when written, also when it
/// was written before and only the answer was lost; else 0.
pub(super) const SAVE: &str = r"
local held = redis.call('HMGET', KEYS[1], 'version', 'fence', 'record')
local version, fence = tonumber(held[1] or '0'), tonumber(held[2] or '0')
if held[3] == ARGV[3] then
  return 1
end
if tonumber(ARGV[1]) ~= version + 1 or tonumber(ARGV[2]) < fence then
  return 0
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'fence', ARGV[2], 'record', ARGV[3])
return 1";
