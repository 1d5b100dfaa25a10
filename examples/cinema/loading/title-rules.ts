import type { Film } from './film.ts';
import { filmRule, type Rule } from './rule.ts';

const missing = filmRule('title missing', 'left out: nothing to show it under', ({ title }) =>
  title === '' ? null : undefined,
);

/** `300` and `1776` are films; JSON has made numbers of them. */
const numeric = filmRule('title a number', 'kept, as text', (film) =>
  typeof film.source.Title === 'number' ? film : undefined,
);

/** `LÈon`: bytes of Latin-1 that a Mac has read as its own, which can be undone. */
const garbled = filmRule('accents garbled', 'restored', (film) =>
  retitled(film, fromMacRoman(film.title)),
);

/** `Secret, The`, from the days of card catalogues. */
const articleLast = filmRule('article at the end', 'moved to the front', (film) =>
  retitled(film, film.title.replace(/^(.+), (The|A|An|Les)$/, '$2 $1')),
);

/** `King Kong (1933)`: the year has a column of its own. */
const yearInTitle = filmRule('year in the title', 'taken out', (film) =>
  retitled(film, film.title.replace(/ \((?:19|20)\d\d\)$/, '')),
);

const doubled = filmRule('spaces or quotes doubled', 'made single', (film) => {
  const director = film.director?.replaceAll('""', '"') ?? null;
  const title = film.title.replace(/ {2,}/g, ' ');
  const isClean = title === film.title && director === film.director;
  return isClean ? undefined : { ...film, title, director };
});

/** Remakes share a title, not a year: all that the source has twice is left out once. */
const duplicate: Rule = {
  problem: 'film listed twice',
  remedy: 'left out the second time',
  over() {
    const seen = new Set<string>();
    return ({ title, released, year }) => {
      const key = `${title.toLowerCase()} ${released ?? year}`;
      if (seen.has(key)) return null;
      seen.add(key);
      return undefined;
    };
  },
};

export const titleRules: readonly Rule[] = [
  missing,
  numeric,
  garbled,
  articleLast,
  yearInTitle,
  doubled,
  duplicate,
];

function retitled(film: Film, title: string): Film | undefined {
  return title === film.title ? undefined : { ...film, title };
}

/** What a Mac showed for the bytes from 0x80 up. */
const MAC_ROMAN = [
  ...new TextDecoder('macintosh').decode(Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i)),
];

/** The text as its bytes read in Latin-1; unchanged where they would make no text there. */
function fromMacRoman(text: string): string {
  const characters = [...text].map((character) =>
    character < '\u0080' ? character : latin1(0x80 + MAC_ROMAN.indexOf(character)),
  );
  return characters.includes(undefined) ? text : characters.join('');
}

/** Windows put an ellipsis among the control characters of Latin-1; no title has another one. */
function latin1(byte: number): string | undefined {
  if (byte === 0x85) return '…';
  return byte >= 0xa0 ? String.fromCharCode(byte) : undefined;
}
