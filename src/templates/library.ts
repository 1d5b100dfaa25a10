import type { TagNode } from './node.ts';
import type { Parser, Tag } from './parser.ts';
import type { FilterScope } from './runtime/filter-scope.ts';

/** Whether a filter takes an argument after its colon. */
export type FilterArgument = 'none' | 'optional' | 'required';

/**
 * A filter. `apply` gets the value, the argument (undefined when there is none) and what the
 * render knows: autoescape, time zone, the current time.
 */
export interface Filter {
  readonly name: string;
  readonly argument: FilterArgument;
  /** `text`: the value is made a string first, as Django's `@stringfilter` does. Default `any`. */
  readonly input: 'any' | 'text';
  /** The result of a safe text is safe again: the filter adds no `<`, `>`, `'`, `"` or `&`. */
  readonly isSafe: boolean;
  /** Whether `apply` may return a promise, which the template then awaits. */
  readonly isAsync: boolean;
  apply(value: unknown, argument: unknown, scope: FilterScope): unknown;
}

/** Reads a tag, and what belongs to it up to its end tag, into a node. */
export type TagParser = (parser: Parser, tag: Tag) => TagNode;

/** What `{% load %}` brings in; the built-in tags and filters are two of them. */
export interface Library {
  readonly tags: ReadonlyMap<string, TagParser>;
  readonly filters: ReadonlyMap<string, Filter>;
}

/** Library under construction, and the registries of a parser: later names replace earlier ones. */
export interface MutableLibrary extends Library {
  readonly tags: Map<string, TagParser>;
  readonly filters: Map<string, Filter>;
}

export function emptyLibrary(): MutableLibrary {
  return { tags: new Map(), filters: new Map() };
}

/** Adds everything of `from`, or only the given names, to `into`. */
export function addLibrary(into: MutableLibrary, from: Library): void {
  for (const [name, tag] of from.tags) into.tags.set(name, tag);
  for (const [name, filter] of from.filters) into.filters.set(name, filter);
}

export function libraryOf(
  tags: Readonly<Record<string, TagParser>>,
  filters: readonly Filter[] = [],
): Library {
  return {
    tags: new Map(Object.entries(tags)),
    filters: new Map(filters.map((filter) => [filter.name, filter])),
  };
}
