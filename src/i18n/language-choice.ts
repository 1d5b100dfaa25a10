import { isLanguageCode, withGenerics } from './language-codes.ts';
import { fallbacksOf } from './language-info.ts';

/** Longer ones are cut at a comma, as Django cuts them: parsing must not take long. */
const MAX_HEADER_LENGTH = 500;

const RANGE = /^([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:\s*;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/;

/**
 * The languages of an `Accept-Language` header, best first. Empty for one that is malformed.
 *
 * @returns codes in lower case, and `*`; without those of quality 0, which are not wanted.
 */
export function acceptedLanguages(header: string): readonly string[] {
  const ranges: { code: string; quality: number }[] = [];
  const text = shortened(header).toLowerCase().trim();
  if (text === '') return [];
  // One comma too many at the end is forgiven, as Django forgives it.
  for (const range of text.replace(/,\s*$/, '').split(',')) {
    const match = RANGE.exec(range.trim());
    if (match === null) return [];
    ranges.push({ code: match[1]!, quality: Number(match[2] ?? 1) });
  }
  const wanted = ranges.filter(({ quality }) => quality > 0);
  return wanted.sort((a, b) => b.quality - a.quality).map(({ code }) => code);
}

function shortened(header: string): string {
  if (header.length <= MAX_HEADER_LENGTH) return header;
  return header.slice(0, Math.max(0, header.lastIndexOf(',', MAX_HEADER_LENGTH - 1)));
}

/**
 * Which of a site's languages a code asks for: itself, what stands in for it, what it is a variant
 * of, and at last another variant of the same language (`fr-ca` for `fr-fr`).
 *
 * @param isStrict - whether the last does not count.
 */
export function supportedLanguage(
  code: string,
  languages: ReadonlyMap<string, string>,
  isStrict = false,
): string | undefined {
  const wanted = code.toLowerCase();
  if (!isLanguageCode(wanted)) return undefined;
  const generics = withGenerics(wanted);
  const candidates = [wanted, ...fallbacksOf(wanted), ...generics.slice(1)];
  const found = candidates.find((each) => languages.has(each));
  if (found !== undefined || isStrict) return found;
  const prefix = `${candidates.at(-1)}-`;
  return [...languages.keys()].find((each) => each.startsWith(prefix));
}

/** What a request says about languages. */
export interface LanguageWishes {
  /** A code chosen earlier, from a cookie. */
  readonly remembered?: string | undefined;
  /** The header `Accept-Language`. */
  readonly accepted?: string | undefined;
}

/** The language for a request, of those of the site; undefined when it names none of them. */
export function chooseLanguage(
  { remembered, accepted }: LanguageWishes,
  languages: ReadonlyMap<string, string>,
): string | undefined {
  const chosen = remembered === undefined ? undefined : supportedLanguage(remembered, languages);
  if (chosen !== undefined || accepted === undefined) return chosen;
  for (const code of acceptedLanguages(accepted)) {
    if (code === '*') return undefined;
    const language = supportedLanguage(code, languages);
    if (language !== undefined) return language;
  }
  return undefined;
}
