import type { DatabaseSync } from 'node:sqlite';
import { XOR } from '../../dialects/sqlite/number-functions.ts';

/** Bits of 64-bit numbers, which SQLite has operators for, but no aggregates, and no exclusive or. */
export function registerBits(database: DatabaseSync): void {
  define(database, 'uptempo_bit_and', (one, other) => one & other);
  define(database, 'uptempo_bit_or', (one, other) => one | other);
  define(database, 'uptempo_bit_xor', (one, other) => one ^ other);
  const exact = { deterministic: true, useBigIntArguments: true };
  database.function(XOR, exact, (one, other) =>
    one === null || other === null ? null : BigInt(one as bigint) ^ BigInt(other as bigint),
  );
}

function define(
  database: DatabaseSync,
  name: string,
  combine: (one: bigint, other: bigint) => bigint,
): void {
  database.aggregate(name, {
    start: null,
    step(bits, value) {
      if (value === null) return bits;
      const more = BigInt(value as number | bigint);
      return bits === null ? more : combine(bits as bigint, more);
    },
    result: (bits) => bits,
    useBigIntArguments: true,
  });
}
