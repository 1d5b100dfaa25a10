import { checkOptions, option, suggest } from '../../core/index.ts';
import { observeError } from '../errors.ts';

/** A finding that is known and left as it is: by its fingerprint, or by its rule. */
export interface Suppression {
  /** `n-plus-one:Movie.director:src/views.ts:12`. */
  readonly fingerprint?: string;
  /** Code of a rule, `slow-query`. */
  readonly rule?: string;
  /** With `rule`: a file, `src/views.ts`, or one of its lines, `src/views.ts:12`. Default everywhere. */
  readonly place?: string;
  /** Why it is left as it is. */
  readonly reason: string;
  /** The last day on which it is ignored, `2027-01-31`. Default for ever. */
  readonly until?: string;
}

const SUPPRESSION = {
  fingerprint: option.string,
  rule: option.string,
  place: option.string,
  reason: option.string,
  until: option.string,
} as const;

/**
 * Refuses suppressions that say too little.
 *
 * @param where - what the list is called in messages: `findings.ignore`.
 * @param rules - the codes there are.
 * @throws observe.suppression.invalid, core.option.unknown, core.option.invalid
 */
export function checkSuppressions(
  where: string,
  suppressions: readonly Suppression[],
  rules: readonly string[],
): void {
  suppressions.forEach((suppression, index) => {
    const name = `${where}[${index}]`;
    checkOptions(name, suppression, SUPPRESSION);
    refuse(name, problemOf(suppression, rules));
  });
}

function problemOf(suppression: Suppression, rules: readonly string[]): Problem | undefined {
  const { fingerprint, rule, place, reason, until } = suppression;
  if (typeof reason !== 'string' || reason.trim() === '') {
    return {
      message: 'gives no reason',
      hint: 'Say in "reason" why the finding is left as it is.',
    };
  }
  if ((fingerprint === undefined) === (rule === undefined)) {
    const hint = 'Name the "fingerprint" of one finding, or a "rule", perhaps with a "place".';
    return { message: 'names not exactly one of "fingerprint" and "rule"', hint };
  }
  if (place !== undefined && rule === undefined) {
    return {
      message: 'has a "place" without a "rule"',
      hint: 'A fingerprint has its place in it.',
    };
  }
  if (rule !== undefined && !rules.includes(rule)) {
    return { message: `names the rule "${rule}", which there is not`, hint: suggest(rule, rules) };
  }
  if (until !== undefined && !isDate(until)) {
    return { message: `has an "until" of "${until}"`, hint: 'Write a date: "2027-01-31".' };
  }
  return undefined;
}

interface Problem {
  readonly message: string;
  readonly hint: string | undefined;
}

function refuse(name: string, problem: Problem | undefined): void {
  if (problem === undefined) return;
  const { message, hint } = problem;
  throw observeError('observe.suppression.invalid', `${name} ${message}.`, {
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Whether a text is a day of the calendar, `2027-01-31`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
