import { type OptionKind, option } from '../../../core/index.ts';
import type { FieldParts } from '../field.ts';

/** The values a text field takes: a list, or labels by value. */
export type TextChoices = readonly string[] | Readonly<Record<string, string>>;
/** The same for whole numbers: `[1, 2]` or `{ 1: 'Low', 2: 'High' }`. */
export type NumberChoices =
  | readonly number[]
  // A list of texts has texts by number too.
  | (Readonly<Record<number, string>> & { readonly length?: never });

export interface WithTextChoices {
  /** The only values the field takes. `row.display(name)` gives the label of a row's value. */
  readonly choices?: TextChoices;
}
export interface WithNumberChoices {
  /** The only values the field takes. `row.display(name)` gives the label of a row's value. */
  readonly choices?: NumberChoices;
}

/** The values that options allow: the choices, or any value of the type. */
export type Chosen<Options, Otherwise extends string | number> = Options extends {
  choices: infer Choices;
}
  ? Choices extends readonly (infer Value)[]
    ? Value
    : Extract<keyof Choices, Otherwise>
  : Otherwise;

export const choicesOption: OptionKind = option.either(
  option.arrayOf(option.either(option.string, option.integer())),
  option.object,
);

/** Labels by value; a value of a list is its own label. `read` makes a value of an object's key. */
export function choiceLabels(
  choices: TextChoices | NumberChoices | undefined,
  read: (key: string) => unknown,
): ReadonlyMap<unknown, string> | undefined {
  if (choices === undefined) return undefined;
  if (Array.isArray(choices)) return new Map(choices.map((value) => [value, String(value)]));
  return new Map(Object.entries(choices).map(([key, label]) => [read(key), String(label)]));
}

/** The parts of a field that takes its choices only; comparing takes what it took before. */
export function withChoices(
  parts: FieldParts,
  choices: ReadonlyMap<unknown, string> | undefined,
): FieldParts {
  if (choices === undefined) return parts;
  const { normalize, normalizeCompared = normalize } = parts;
  return {
    ...parts,
    choices,
    expected: `one of ${[...choices.keys()].map((value) => JSON.stringify(value)).join(', ')}`,
    normalize(value) {
      const normal = normalize(value);
      return choices.has(normal) ? normal : undefined;
    },
    normalizeCompared,
  };
}
