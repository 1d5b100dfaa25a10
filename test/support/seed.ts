/** What random tests draw from unless told otherwise: the same for everybody, every time. */
const FIXED = 20_260_701;
const LARGEST = 2 ** 31 - 1;

/**
 * The seed of a random test, which its title shows: a fixed one, so that a run in CI fails for
 * what was changed and for nothing else; the number in `UPTEMPO_SEED`; or another each time with
 * `UPTEMPO_SEED=random`.
 *
 * @throws Error when the variable is neither a whole number nor `random`.
 */
export function testSeed(asked = process.env.UPTEMPO_SEED): number {
  if (asked === undefined || asked === '') return FIXED;
  if (asked === 'random') return Math.floor(Math.random() * LARGEST);
  const seed = Number(asked);
  if (/^\d+$/.test(asked) && seed <= LARGEST) return seed;
  throw new Error(`UPTEMPO_SEED=${asked}: give a whole number up to ${LARGEST}, or "random".`);
}

/** Numbers from 0 up to 1 that a seed repeats (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
