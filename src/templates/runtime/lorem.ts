import { toInteger } from './number.ts';

const STANDARD =
  'Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt ut ' +
  'labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco ' +
  'laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in ' +
  'voluptate velit esse cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat ' +
  'non proident, sunt in culpa qui officia deserunt mollit anim id est laborum.';

const WORDS = STANDARD.toLowerCase().match(/[a-z]+/g)!;

/** The words of the standard text that a list of words begins with. */
const STANDARD_WORDS = WORDS.slice(0, 19);

/** More filler than this serves nobody. */
const MAX_COUNT = 10_000;

/**
 * Filler text.
 *
 * @param count - number of words or paragraphs; 1 for what is no number.
 * @param method - `w` words, `p` paragraphs as HTML, `b` paragraphs as text.
 * @param isRandom - whether it begins with other words than "Lorem ipsum".
 */
export function loremText(count: unknown, method: string, isRandom: boolean): string {
  const number = Math.min(toInteger(count) ?? 1, MAX_COUNT);
  if (method === 'w') return words(number, isRandom);
  const paragraphs = Array.from({ length: Math.max(0, number) }, (_, index) =>
    index === 0 && !isRandom ? STANDARD : paragraph(),
  );
  return paragraphs.map((text) => (method === 'p' ? `<p>${text}</p>` : text)).join('\n\n');
}

function words(count: number, isRandom: boolean): string {
  const first = isRandom ? [] : STANDARD_WORDS.slice(0, count < 0 ? count : undefined);
  const all = Array.from(
    { length: Math.max(0, count) },
    (_, index) => first[index] ?? randomWord(),
  );
  return (count < 0 ? first : all).join(' ');
}

function paragraph(): string {
  return Array.from({ length: between(1, 4) }, sentence).join(' ');
}

function sentence(): string {
  const parts = Array.from({ length: between(1, 5) }, () =>
    Array.from({ length: between(3, 12) }, randomWord).join(' '),
  );
  const text = parts.join(', ');
  return text[0]!.toUpperCase() + text.slice(1) + '?.'[between(0, 1)];
}

function randomWord(): string {
  return WORDS[between(0, WORDS.length - 1)]!;
}

function between(low: number, high: number): number {
  return low + Math.floor(Math.random() * (high - low + 1));
}
