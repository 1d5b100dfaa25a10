import { checkOptions, option } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import { isQueryHolder, QUERY_STATE, type QueryHolder } from '../expressions/expression.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf } from '../schema/meta.ts';
import type { PrefetchRequest, QueryState } from './query-state.ts';
import { assertRelations } from './relation-path.ts';

/** A relation to load, with a QuerySet of its own. */
export class PrefetchOf<
  Path extends string = string,
  Result = unknown,
  Attribute extends string = string,
> {
  readonly path: Path;
  readonly query: QueryHolder | undefined;
  readonly toAttr: Attribute | undefined;
  declare readonly result: Result;

  constructor(path: Path, query: QueryHolder | undefined, toAttr: Attribute | undefined) {
    this.path = path;
    this.query = query;
    this.toAttr = toAttr;
  }
}

export type Prefetch = PrefetchOf;

/**
 * A relation to load with a QuerySet of its own, for `prefetchRelated()`; `toAttr` names a property
 * of the rows for them, so that the relation itself stays what it is.
 *
 * ```ts
 * Director.objects.prefetchRelated(
 *   Prefetch('movies', Movie.objects.filter({ rating__gte: 8 }).slice(0, 3), { toAttr: 'best' }),
 * );
 * ```
 *
 * A slice counts for each row.
 */
export function Prefetch<
  const Path extends string,
  Result = unknown,
  const Attribute extends string = never,
>(
  path: Path,
  query?: PromiseLike<readonly Result[]>,
  options: { readonly toAttr?: Attribute } = {},
): PrefetchOf<Path, Result, Attribute> {
  checkOptions('Prefetch()', options, { toAttr: option.string });
  return new PrefetchOf<Path, Result, Attribute>(
    path,
    query as QueryHolder | undefined,
    options.toAttr,
  );
}

/** @throws orm.relation.unknown, orm.query.values, orm.annotation.name */
export function prefetchRequest(model: AnyModel, argument: string | Prefetch): PrefetchRequest {
  const path = typeof argument === 'string' ? argument : argument.path;
  assertRelations(model, path, 'prefetchRelated');
  if (typeof argument === 'string') return { path, state: undefined, toAttr: undefined };
  return { path, state: stateOf(model, argument), toAttr: checkedAttribute(model, argument) };
}

function stateOf(model: AnyModel, { path, query }: Prefetch): QueryState | undefined {
  if (query === undefined) return undefined;
  const target = ownerOf(model, path.split('__'));
  const state = isQueryHolder(query) ? (query[QUERY_STATE] as QueryState) : undefined;
  const isFit = state?.model === target && state.selection.kind === 'rows';
  if (isFit && state.combination === undefined) return state;
  throw ormError(
    'orm.query.values',
    `Prefetch('${path}') takes a QuerySet of ${target.name} rows.`,
    {
      hint: `${target.name}.objects.filter(…), without values() or union().`,
    },
  );
}

function checkedAttribute(model: AnyModel, { path, toAttr }: Prefetch): string | undefined {
  if (toAttr === undefined) return undefined;
  const owner = ownerOf(model, path.split('__').slice(0, -1));
  const { byAttribute, relations } = metaOf(owner);
  const isWord = /^[A-Za-z][A-Za-z0-9_]*$/.test(toAttr) && !(toAttr in Object.prototype);
  if (isWord && !byAttribute.has(toAttr) && !relations.has(toAttr)) return toAttr;
  throw ormError(
    'orm.annotation.name',
    `Prefetch('${path}') cannot put rows into ${owner.name}.${toAttr.slice(0, 60)}.`,
    {
      hint: isWord ? 'The model has a field of that name.' : 'Use letters, digits and underscores.',
    },
  );
}

/** The model at the end of a path of relations. */
function ownerOf(model: AnyModel, names: readonly string[]): AnyModel {
  return names.reduce((at, name) => metaOf(at).relations.get(name)!.target, model);
}
