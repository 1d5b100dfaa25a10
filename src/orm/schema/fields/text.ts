import { type OptionKind, option } from '../../../core/index.ts';
import { ormError } from '../../errors.ts';
import {
  emailValidator,
  urlValidator,
  validateSlug,
  validateUnicodeSlug,
} from '../../validation/text-validators.ts';
import type { Validator } from '../../validation/validation-error.ts';
import { maxLength as atMost } from '../../validation/validators.ts';
import {
  checkFieldOptions,
  Field,
  type FieldFlag,
  type FieldOptions,
  type FlagsOf,
  type OrNull,
} from '../field.ts';
import {
  type Chosen,
  choiceLabels,
  choicesOption,
  type TextChoices,
  type WithTextChoices,
  withChoices,
} from './choices.ts';

/** A `char()` has a length, or choices from which the length follows. */
type CharOptions = FieldOptions<string> &
  WithTextChoices &
  (
    | { readonly maxLength: number }
    | { readonly choices: TextChoices; readonly maxLength?: number | undefined }
  );

/**
 * A text of at most `maxLength` characters. With `choices` it takes these alone, and its type is
 * their union:
 *
 * ```ts
 * status: char({ choices: { planned: 'Planned', released: 'In cinemas' } }),
 * ```
 */
export function char<const Options extends CharOptions>(
  options: Options,
): Field<OrNull<Chosen<Options, string>, Options>, FlagsOf<Options>> {
  checkFieldOptions('char', options, { maxLength: LENGTH, choices: choicesOption });
  const maxLength = options.maxLength ?? longest(options.choices);
  if (maxLength === undefined) {
    throw ormError('orm.model.invalid', 'char() needs a maxLength, or choices.', {
      hint: 'Write char({ maxLength: 200 }), or text() for a text without a limit.',
    });
  }
  return textField(options, maxLength);
}

/** A text without a limit. */
export function text<const Options extends FieldOptions<string> & WithTextChoices>(
  options: Options = {} as Options,
): Field<OrNull<Chosen<Options, string>, Options>, FlagsOf<Options>> {
  checkFieldOptions('text', options, { choices: choicesOption });
  return textField(options, undefined);
}

interface LengthOptions extends FieldOptions<string> {
  readonly maxLength?: number;
}

/**
 * The part of an address that names a thing: `barry-lyndon`. 50 characters unless told otherwise,
 * and an index. `fullClean()` takes letters, digits, `_` and `-`; of any script with `allowUnicode`.
 */
export function slug<const Options extends LengthOptions & { readonly allowUnicode?: boolean }>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('slug', options, { maxLength: LENGTH, allowUnicode: option.boolean });
  const validator = options.allowUnicode ? validateUnicodeSlug : validateSlug;
  return textField({ index: true, ...options }, options.maxLength ?? 50, [validator]);
}

/** An email address of at most 254 characters unless told otherwise; `fullClean()` checks it. */
export function email<const Options extends LengthOptions>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('email', options, { maxLength: LENGTH });
  return textField(options, options.maxLength ?? 254, [emailValidator()]);
}

/** An absolute URL of at most 200 characters unless told otherwise; `fullClean()` checks it. */
export function url<const Options extends LengthOptions>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('url', options, { maxLength: LENGTH });
  return textField(options, options.maxLength ?? 200, [urlValidator()]);
}

const LENGTH: OptionKind = option.integer({ min: 1 });

function textField<Value, Flags extends FieldFlag>(
  options: FieldOptions<string> & WithTextChoices,
  maxLength: number | undefined,
  validators: readonly Validator<string>[] = [],
): Field<Value, Flags> {
  const parts = {
    type: { kind: 'text', maxLength } as const,
    expected: maxLength === undefined ? 'a text' : `a text of at most ${maxLength} characters`,
    normalize: (value: unknown) => (fits(value, maxLength) ? storable(value) : undefined),
    normalizeCompared: storable,
    validators: maxLength === undefined ? validators : [...validators, atMost(maxLength)],
  };
  return new Field(
    options,
    withChoices(
      parts,
      choiceLabels(options.choices, (key) => key),
    ),
  );
}

function longest(choices: TextChoices | undefined): number | undefined {
  const labels = choiceLabels(choices, (key) => key);
  if (labels === undefined) return undefined;
  return Math.max(1, ...[...labels.keys()].map((value) => [...(value as string)].length));
}

function storable(value: unknown): unknown {
  return typeof value === 'string' && isStorable(value) ? value : undefined;
}

/**
 * Whether databases take the text as it is. PostgreSQL refuses NUL, SQLite stores it and ends the
 * text there in comparisons; half of a surrogate pair arrives as U+FFFD.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Counts characters as databases do, a surrogate pair as one; only texts near the limit need it. */
function fits(value: unknown, maxLength: number | undefined): boolean {
  if (typeof value !== 'string') return false;
  if (maxLength === undefined || value.length <= maxLength) return true;
  return value.length <= maxLength * 2 && [...value].length <= maxLength;
}
