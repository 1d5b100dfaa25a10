import type { Reason } from '../document.ts';

/** Bits by which the file keeps reasons. */
const BITS: Readonly<Record<Reason, number>> = { sample: 1, slowest: 2, failed: 4, finding: 8 };

/** Of a request that was imported: no choice was made, and none drops it. */
export const IMPORTED = 16;

export const SAMPLE_BIT = BITS.sample;

export function bitOf(reason: Reason): number {
  return BITS[reason];
}

export function bitsOf(reasons: readonly Reason[]): number {
  return reasons.reduce((bits, reason) => bits | BITS[reason], 0);
}

export function reasonsOf(bits: number): readonly Reason[] {
  return (Object.keys(BITS) as Reason[]).filter((reason) => (bits & BITS[reason]) !== 0);
}
