import type { Checked, PrefetchPath } from './path-types.ts';
import type { PrefetchOf } from './prefetch-request.ts';

/**
 * Loaded relations are paths such as `director__country`, and `Prefetch()`es, whose rows are those
 * of their own QuerySets.
 */

/** Arguments of `prefetchRelated()`, each path checked. */
export type PrefetchArguments<M, Args extends readonly unknown[]> = {
  readonly [Index in keyof Args]: Checked<Args[Index], PrefetchArgument<M, Args[Index]>>;
};

type PrefetchArgument<M, Arg> = Arg extends string
  ? PrefetchPath<M, Arg>
  : Arg extends PrefetchOf<infer Path, infer Result, infer Attribute>
    ? PrefetchPath<M, Path> extends Path
      ? Arg
      : PrefetchOf<PrefetchPath<M, Path> & string, Result, Attribute>
    : never;

/** The first relation of a path that is loaded; not where the rows go to a property of their own. */
export type Head<Loaded> = Loaded extends string
  ? FirstOf<Loaded>
  : Loaded extends PrefetchOf<infer Path, unknown, infer Attribute>
    ? Path extends `${infer First}__${string}`
      ? First
      : [Attribute] extends [never]
        ? Path
        : never
    : never;

type FirstOf<Path extends string> = Path extends `${infer First}__${string}` ? First : Path;

/** What follows the relation `First`. */
export type Rest<Loaded, First extends string> = Loaded extends `${First}__${infer Further}`
  ? Further
  : Loaded extends PrefetchOf<`${First}__${infer Further}`, infer Result, infer Attribute>
    ? PrefetchOf<Further, Result, Attribute>
    : never;

/**
 * The rows that a `Prefetch()` without `toAttr` put into the relation `Name`; never where it has no
 * QuerySet of its own.
 */
export type OwnRows<Loaded, Name extends string> =
  Loaded extends PrefetchOf<Name, infer Result, never> ? Known<Result> : never;

export type Known<Result> = unknown extends Result ? never : Result;

/** The `Prefetch()`es whose rows are in properties of this row. */
export type Attributes<Loaded> =
  Loaded extends PrefetchOf<infer Path, unknown, infer Attribute>
    ? [Attribute] extends [never]
      ? never
      : Path extends `${string}__${string}`
        ? never
        : Loaded
    : never;
