import { declareErrors } from './errors.ts';
import { suggest } from './suggestions.ts';

const optionError = declareErrors({
  'core.option.unknown': {
    summary: 'An option or setting has a name that is not known; misspelled options are refused.',
  },
  'core.option.invalid': { summary: 'An option or setting has a value of the wrong kind.' },
});

/** What a value must be, in words for the message and as a test. */
export interface OptionKind<T = unknown> {
  readonly expected: string;
  accepts(value: unknown): value is T;
  /** A value that is refused, in words; else its kind. */
  describe?(value: unknown): string;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** The option kinds a folder declares its options with. */
export const option = {
  string: kind('a string', (value): value is string => typeof value === 'string'),
  boolean: kind('true or false', (value): value is boolean => typeof value === 'boolean'),
  object: kind(
    'an object',
    (value): value is object =>
      typeof value === 'object' && value !== null && !Array.isArray(value),
  ),
  function: kind(
    'a function',
    (value): value is (...parameters: never[]) => unknown => typeof value === 'function',
  ),
  any: kind('any value', (_value): _value is unknown => true),

  integer(bounds: Bounds = {}): OptionKind<number> {
    const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = bounds;
    return kind(
      `a whole number${describeBounds(bounds)}`,
      (value): value is number => Number.isSafeInteger(value) && between(value as number, min, max),
    );
  },

  oneOf<const Choices extends readonly string[]>(...choices: Choices): OptionKind<Choices[number]> {
    const { expected, accepts } = kind(
      `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`,
      (value): value is Choices[number] => choices.includes(value as string),
    );
    return { expected, accepts, describe: describeWord };
  },

  arrayOf<T>(item: OptionKind<T>): OptionKind<readonly T[]> {
    return kind(
      `a list, each item ${item.expected}`,
      (value): value is readonly T[] =>
        Array.isArray(value) && value.every((entry) => item.accepts(entry)),
    );
  },

  either<A, B>(first: OptionKind<A>, second: OptionKind<B>): OptionKind<A | B> {
    return kind(
      `${first.expected} or ${second.expected}`,
      (value): value is A | B => first.accepts(value) || second.accepts(value),
    );
  },
} as const;

/**
 * Refuses an options object that has a name not in `kinds` or a value of the wrong kind.
 * `undefined` counts as absent. Returns the same object.
 *
 * @param where - what the options belong to, for the message: `char()` or `uptempo.config.ts`.
 * @throws core.option.unknown, core.option.invalid
 */
export function checkOptions<T extends object>(
  where: string,
  options: T,
  kinds: Readonly<Record<string, OptionKind>>,
): T {
  if (!option.object.accepts(options)) {
    throw optionError('core.option.invalid', `${where}: options must be an object.`);
  }
  for (const [name, value] of Object.entries(options)) {
    const expected = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (expected === undefined) {
      throw optionError('core.option.unknown', `${where} has no option "${name}".`, {
        hint: suggest(name, Object.keys(kinds)),
        details: { where, option: name },
      });
    }
    if (value !== undefined && !expected.accepts(value)) {
      const given = expected.describe?.(value) ?? describeKind(value);
      throw optionError(
        'core.option.invalid',
        `${where}: "${name}" must be ${expected.expected}, not ${given}.`,
        { details: { where, option: name } },
      );
    }
  }
  return options;
}

/** The kind of a value in words that give nothing of a long or secret value away. */
export function describeKind(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object') return `an object (${value.constructor?.name ?? 'no prototype'})`;
  return `a ${typeof value}`;
}

/** As `describeKind`, and a text by its beginning: for what is a word of ours, or no secret at all. */
export function describeWord(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : describeKind(value);
}

function kind<T>(expected: string, accepts: (value: unknown) => value is T): OptionKind<T> {
  return { expected, accepts };
}

function describeBounds({ min, max }: Bounds): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of ${min} or more`;
  return max === undefined ? '' : ` of ${max} or less`;
}

function between(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
