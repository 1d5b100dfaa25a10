import { dateRules } from './date-rules.ts';
import { factRules } from './fact-rules.ts';
import { type Film, filmOf } from './film.ts';
import type { Rule } from './rule.ts';
import type { SourceFilm } from './source.ts';
import { titleRules } from './title-rules.ts';

/** A rule and how many films it applied to. */
export interface Finding {
  readonly rule: Rule;
  readonly rows: number;
}

export interface Cleaning {
  readonly films: readonly Film[];
  /** One per rule, also where it found nothing, in the order they were applied. */
  readonly findings: readonly Finding[];
}

/** Titles last: whether a film is listed twice depends on its date. */
const RULES = [...dateRules, ...titleRules, ...factRules];

/** Applies all rules, one after another, to the rows of the file. */
export function cleanFilms(source: readonly SourceFilm[]): Cleaning {
  let films = source.map(filmOf);
  const findings = RULES.map((rule) => {
    const judge = rule.over(films);
    let rows = 0;
    films = films.flatMap((film) => {
      const verdict = judge(film);
      if (verdict === undefined) return [film];
      rows++;
      return verdict === null ? [] : [verdict];
    });
    return { rule, rows };
  });
  return { films, findings };
}
