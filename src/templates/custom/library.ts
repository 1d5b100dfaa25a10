import { checkOptions, option } from '../../core/index.ts';
import { templateError } from '../errors.ts';
import type { Filter, FilterArgument, Library, TagParser } from '../library.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { unmarked } from '../safe-string.ts';

/** A filter as a function of the value, or of the value and an argument it needs. */
export type FilterFunction = (
  // biome-ignore lint/suspicious/noExplicitAny: a filter says what it takes; the template can't know.
  value: any,
  // biome-ignore lint/suspicious/noExplicitAny: as for the value.
  argument?: any,
  scope?: FilterScope,
) => unknown;

export interface FilterDefinition {
  /** May return a promise. */
  readonly apply: FilterFunction;
  /** Whether the filter takes an argument. Default `none`. */
  readonly argument?: FilterArgument;
  /**
   * `any`: the value, texts marked safe as plain strings. `text`: the value made a string.
   * `marked`: as `any`, but texts marked safe come as `SafeString`. Default `any`.
   */
  readonly input?: 'any' | 'text' | 'marked';
  /** The result of a safe text is safe: no `<`, `>`, `'`, `"` or `&` is added. Default false. */
  readonly isSafe?: boolean;
}

export interface LibraryDefinition {
  readonly tags?: Readonly<Record<string, TagParser>>;
  readonly filters?: Readonly<Record<string, FilterFunction | FilterDefinition>>;
}

const NAME = /^[\p{L}\p{N}_]+$/u;

/**
 * Makes a library of tags and filters for the engine's `libraries`; templates get at it with
 * `{% load name %}`.
 *
 * ```ts
 * const cinema = defineLibrary({
 *   filters: { minutes: (value) => `${Math.floor(value / 60)} h ${value % 60} min` },
 *   tags: { year: simpleTag({ render: () => new Date().getFullYear() }) },
 * });
 * createTemplateEngine({ libraries: { cinema } });
 * ```
 *
 * @throws templates.library.invalid, core.option.unknown, core.option.invalid
 */
export function defineLibrary(definition: LibraryDefinition): Library {
  checkOptions('defineLibrary()', definition, { tags: option.object, filters: option.object });
  const filters = Object.entries(definition.filters ?? {});
  return {
    tags: new Map(Object.entries(definition.tags ?? {}).map(checkedTag)),
    filters: new Map(filters.map(([name, filter]) => [name, toFilter(name, filter)])),
  };
}

function checkedTag([name, parse]: [string, unknown]): [string, TagParser] {
  checkName('tag', name);
  if (typeof parse === 'function') return [name, parse as TagParser];
  throw templateError('templates.library.invalid', `The tag "${name}" is no tag.`, {
    hint: 'Make it with simpleTag(), blockTag(), inclusionTag() or nodeTag().',
  });
}

function toFilter(name: string, given: FilterFunction | FilterDefinition): Filter {
  checkName('filter', name);
  const definition = typeof given === 'function' ? { apply: given, ...argumentOf(given) } : given;
  checkOptions(`The filter "${name}"`, definition, {
    apply: option.function,
    argument: option.oneOf('none', 'optional', 'required'),
    input: option.oneOf('any', 'text', 'marked'),
    isSafe: option.boolean,
  });
  const { apply, argument = 'none', input = 'any', isSafe = false } = definition;
  return {
    name,
    argument,
    input: input === 'text' ? 'text' : 'any',
    isSafe,
    isAsync: true,
    apply: input === 'marked' ? apply : withoutMarks(apply),
  };
}

/** Literals of templates and safe texts reach a filter as what they are to JavaScript: strings. */
function withoutMarks(apply: FilterFunction): Filter['apply'] {
  return (value, argument, scope) => apply(unmarked(value), unmarked(argument), scope);
}

/** A function of two parameters needs its argument. */
function argumentOf(filter: FilterFunction): { argument: FilterArgument } {
  return { argument: filter.length >= 2 ? 'required' : 'none' };
}

function checkName(kind: string, name: string): void {
  if (NAME.test(name)) return;
  throw templateError('templates.library.invalid', `"${name}" can't be the name of a ${kind}.`, {
    hint: 'Names are letters, digits and underscores.',
  });
}
