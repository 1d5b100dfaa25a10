const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const WHOLE = /^(?:\d{1,12}(?:\.\d{1,6})?(?:ms|[smhdw]) ?)+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;

/**
 * The milliseconds of a text as settings have it: `15m`, `1h30m`, `1h 30m`, `1.5d`, `250ms`, with
 * the units w, d, h, m, s and ms. Undefined for any other text.
 */
export function parseShortDuration(text: string): number | undefined {
  if (text.length > 64 || !WHOLE.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(PART)) sum += Number(amount) * MILLISECONDS[unit!]!;
  return sum;
}
