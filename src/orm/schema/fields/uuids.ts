import { randomFillSync, randomUUID } from 'node:crypto';

/** A random UUID (version 4), for `uuid({ default: uuid4 })`. */
export function uuid4(): string {
  return randomUUID();
}

let lastMs = 0;
let counter = 0;

/**
 * A UUID that begins with the time (version 7), for `uuid({ primaryKey: true, default: uuid7 })`:
 * keys in the order they were made append to an index instead of scattering over it. Those of one
 * process are in order even within a millisecond (RFC 9562, section 6.2, method 1).
 */
export function uuid7(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // Half of the range is left to count up in, before the next millisecond is borrowed from.
    counter = randomFillSync(new Uint16Array(1))[0]! & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const random = Buffer.from(randomFillSync(new Uint8Array(8)));
  random[0] = (random[0]! & 0x3f) | 0x80;
  const tail = random.toString('hex');
  const count = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
