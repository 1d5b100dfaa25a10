import type { ExpressionNode } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { Combinable } from './combinable.ts';
import { type Binder, type Bound, Expression, type PathValue, type Scope } from './expression.ts';
import { ValueExpression } from './value.ts';

/** What a path leads to: a column, over relations if need be, or an annotation. */
export class Reference<Path extends string = string> extends Combinable<PathValue<Path>> {
  readonly path: Path;

  constructor(path: Path) {
    super();
    this.path = path;
  }

  bind(binder: Binder): Bound {
    return binder.path(this.path);
  }
}

/**
 * A column, over relations if need be, or an annotation: `F('votes')`, `F('director__name')`. What
 * is done with it is done in the database, so that nothing is read before it is written.
 *
 * ```ts
 * await Movie.objects.update({ votes: F('votes').add(1) });
 * ```
 *
 * @throws orm.field.unknown where a QuerySet takes it
 */
export function F<const Path extends string>(path: Path): Reference<Path> {
  return new Reference(path);
}

/** What a path leads to in the query around this one, for `Subquery` and `Exists`. */
class OuterReference<Path extends string> extends Combinable<PathValue<Path>> {
  /** A path there, or a reference that is made there, to the query around that one. */
  readonly target: Path | OuterReference<string>;

  constructor(target: Path | OuterReference<string>) {
    super();
    this.target = target;
  }

  /** The path, and the number of queries that it leads out of. */
  get path(): string {
    return typeof this.target === 'string' ? this.target : `^${this.target.path}`;
  }

  bind(): Bound {
    const { path } = this;
    return {
      token: `outer:${JSON.stringify(path)}`,
      type: undefined,
      hasAggregate: false,
      hasWindow: false,
      resolve: (scope) => this.#resolve(scope),
    };
  }

  #resolve(scope: Scope): ExpressionNode {
    const { target } = this;
    const node = scope.inOuter((outer) =>
      typeof target === 'string' ? outer.reference(target) : target.#resolve(outer),
    );
    if (node === undefined) throw outsideOfQuery(this.path);
    return node;
  }
}

/**
 * A column of the query that this one becomes a part of.
 *
 * ```ts
 * const newest = Movie.objects.filter({ director: OuterRef('pk') }).orderBy('-year');
 * Director.objects.annotate({ newest: Subquery(newest.values('title').slice(0, 1)) });
 * ```
 *
 * `OuterRef(OuterRef('pk'))` is a column of the query around that one.
 */
export function OuterRef<const Path extends string>(
  path: Path | OuterReference<string>,
): OuterReference<Path> {
  return new OuterReference<Path>(path);
}

/** An argument of an expression: a string names a field, as in Django; another value is itself. */
export function asExpression(argument: unknown): Expression {
  if (argument instanceof Expression) return argument;
  return typeof argument === 'string' ? new Reference(argument) : new ValueExpression(argument);
}

function outsideOfQuery(path: string) {
  return ormError('orm.expression.outer', `OuterRef('${path}') has no query around its own.`, {
    hint: 'A QuerySet with OuterRef() goes into Subquery() or Exists() of another one.',
  });
}
