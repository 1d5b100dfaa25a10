import { ormError } from '../errors.ts';
import { Combinable } from './combinable.ts';
import { type Binder, type Bound, Expression, type PathValue } from './expression.ts';
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
  readonly path: Path;

  constructor(path: Path) {
    super();
    this.path = path;
  }

  bind(): Bound {
    const { path } = this;
    return {
      token: `outer:${JSON.stringify(path)}`,
      type: undefined,
      hasAggregate: false,
      hasWindow: false,
      resolve(scope) {
        if (scope.outer === undefined) throw outsideOfQuery(path);
        return scope.outer.reference(path);
      },
    };
  }
}

/**
 * A column of the query that this one becomes a part of.
 *
 * ```ts
 * const newest = Movie.objects.filter({ director: OuterRef('pk') }).orderBy('-year');
 * Director.objects.annotate({ newest: Subquery(newest.values('title').slice(0, 1)) });
 * ```
 */
export function OuterRef<const Path extends string>(path: Path): OuterReference<Path> {
  return new OuterReference(path);
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
