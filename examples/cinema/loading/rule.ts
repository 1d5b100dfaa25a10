import type { Film } from './film.ts';

/**
 * What a rule makes of a film: the film put right (or as it was, when it is only counted), null
 * to leave it out, undefined when the rule has nothing to say about it.
 */
export type Verdict = Film | null | undefined;

/** One thing that is wrong with films, and what is done about it. */
export interface Rule {
  /** What is wrong, in the words of the final table. */
  readonly problem: string;
  /** What is done with such a film. */
  readonly remedy: string;
  /** Looks at all films first, then judges one after the other. */
  over(films: readonly Film[]): (film: Film) => Verdict;
}

/** A rule that needs to see no other film. */
export function filmRule(problem: string, remedy: string, judge: (film: Film) => Verdict): Rule {
  return { problem, remedy, over: () => judge };
}
