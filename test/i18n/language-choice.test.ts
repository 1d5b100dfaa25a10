import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acceptedLanguages, chooseLanguage } from '../../src/i18n/index.ts';

interface Answer {
  readonly accepted: string;
  readonly remembered: string | null;
  readonly language: string;
}

/** What Django chose of these languages (django/answer.py). */
const answers: readonly Answer[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'django', 'language-choice.json'), 'utf8'),
);
const languages = new Map(
  ['en', 'de', 'fr-ca', 'pt-br', 'zh-hans', 'sr-latn'].map((code) => [code, code]),
);

/** Quality 0 says "not this one", which Django reads as the least wish. */
const UNWANTED = ['de;q=0', 'de;q=0.'];

function choose({ accepted, remembered }: Answer): string {
  return chooseLanguage({ accepted, remembered: remembered ?? undefined }, languages) ?? 'en';
}

describe('as Django chooses', () => {
  test.each(answers.filter(({ accepted }) => !UNWANTED.includes(accepted)))(
    '$accepted, $remembered',
    (answer) => {
      expect(choose(answer)).toBe(answer.language.toLowerCase());
    },
  );

  test.each(answers.filter(({ accepted }) => UNWANTED.includes(accepted)))(
    'otherwise: $accepted',
    (answer) => {
      expect(answer.language).toBe('de');
      expect(choose(answer)).toBe('en');
    },
  );
});

test('languages of a header, best first; equal ones in their order', () => {
  expect(acceptedLanguages('fr;q=0.3, de, en;q=0.9, it;q=0.9')).toEqual(['de', 'en', 'it', 'fr']);
  expect(acceptedLanguages('')).toEqual([]);
});

test('a header made to be slow is read in no time', () => {
  const started = performance.now();
  for (const header of ['a-'.repeat(50_000), ';q=0.'.repeat(50_000), ' ,'.repeat(50_000)]) {
    acceptedLanguages(header);
  }
  // Quadratic work on these would take minutes.
  expect(performance.now() - started).toBeLessThan(20_000);
});
