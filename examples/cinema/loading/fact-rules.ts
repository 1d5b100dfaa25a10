import type { Film } from './film.ts';
import { filmRule, type Rule } from './rule.ts';

/** Not what a film earned, but what somebody left empty. */
const noGross = filmRule('gross zero or less', 'taken as unknown', (film) =>
  film.gross !== null && film.gross <= 0 ? { ...film, gross: null } : undefined,
);

const noCertificate = filmRule(
  'certificate “Open”',
  'taken as none: there is no such one',
  (film) => (film.certificate === 'Open' ? { ...film, certificate: null } : undefined),
);

const noDistributor = filmRule('distributor “Distributor Unknown”', 'taken as none', (film) =>
  film.distributor === 'Distributor Unknown' ? { ...film, distributor: null } : undefined,
);

const impossibleRating = filmRule('rating outside 1 to 10', 'taken out, with its votes', (film) =>
  film.rating !== null && (film.rating < 1 || film.rating > 10) ? unrated(film) : undefined,
);

/**
 * Ratings were joined to films by title alone: the Alice in Wonderland of 1951 has the 63,458
 * votes of the one of 2010. Whose they are differs from pair to pair, so neither keeps them.
 */
const sharedRating: Rule = {
  problem: 'rating and votes of a namesake',
  remedy: 'taken out: they belong to one of the two',
  over(films) {
    const shared = new Map<string, number>();
    for (const film of films) shared.set(ratingKey(film), (shared.get(ratingKey(film)) ?? 0) + 1);
    return (film) =>
      film.rating !== null && shared.get(ratingKey(film))! > 1 ? unrated(film) : undefined;
  },
};

export const factRules: readonly Rule[] = [
  noGross,
  noCertificate,
  noDistributor,
  impossibleRating,
  sharedRating,
  lacking('director'),
  lacking('genre'),
  lacking('distributor'),
  lacking('rating'),
];

function ratingKey({ title, rating, votes }: Film): string {
  return `${title.toLowerCase()} ${rating} ${votes}`;
}

function unrated(film: Film): Film {
  return { ...film, rating: null, votes: 0 };
}

/** Films without one are common and kept; the table says how many there are. */
function lacking(fact: 'director' | 'genre' | 'distributor' | 'rating'): Rule {
  return filmRule(`no ${fact}`, 'kept, without', (film) =>
    film[fact] === null ? film : undefined,
  );
}
