import { createHash } from 'node:crypto';

/** A script that Redis runs in one step; sent by its hash once the server has it. */
export interface RedisScript {
  readonly text: string;
  readonly sha1: string;
}

/** Replies of `INCREMENT` that are errors; any other error is the server's own. */
export const NOT_A_COUNTER = 'NOTACOUNTER';
export const OUT_OF_RANGE = 'OUTOFRANGE';

/**
 * Unlike INCRBY it makes no entry, and stops where a JavaScript number is not exact any more. It
 * answers with digits: the client rounds large numbers.
 */
export const INCREMENT = script(`
local value = redis.call('GET', KEYS[1])
if not value then return false end
if #value > 17 or not string.find(value, '^-?%d+$') then
  return redis.error_reply('${NOT_A_COUNTER}')
end
local sum = tonumber(value) + tonumber(ARGV[1])
if sum > 9007199254740991 or sum < -9007199254740991 then
  return redis.error_reply('${OUT_OF_RANGE}')
end
redis.call('INCRBY', KEYS[1], ARGV[1])
return redis.call('GET', KEYS[1])`);

/** ARGV: what is expected; then nothing to delete it, or what to write; then its milliseconds. */
export const SWAP = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if not ARGV[2] then redis.call('UNLINK', KEYS[1])
elseif not ARGV[3] then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1`);

function script(text: string): RedisScript {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}
