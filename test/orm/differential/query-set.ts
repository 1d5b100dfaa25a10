import {
  Avg,
  Case,
  Coalesce,
  Count,
  Exists as ExistsExpression,
  F,
  Length,
  Max,
  Min,
  OuterRef,
  Q,
  Sum,
  Value as ValueExpression,
  When,
} from '../../../src/orm/index.ts';
import {
  type Aggregate,
  type Condition,
  type Expression,
  keyOf,
  type Lookup,
  type OrderTerm,
  type Query,
  type Step,
} from './query.ts';
import type { LooseModel } from './schema.ts';

type Models = ReadonlyMap<string, LooseModel>;
type Rows = ReturnType<LooseModel['objects']['all']>;

/** The QuerySet of a query: of rows, or of lists of values. */
export function querySetOf(models: Models, query: Query): Rows {
  let rows = models.get(query.model)!.objects.all();
  for (const step of query.steps) rows = withStep(models, rows, step);
  // The order of these calls is of no matter, but for the slice.
  if (query.output !== undefined) {
    rows = rows.valuesList(
      ...(query.output.map((path) => keyOf(path)) as never[]),
    ) as unknown as Rows;
  }
  if (query.isDistinct) rows = rows.distinct();
  if (query.orderBy.length > 0) rows = rows.orderBy(...(query.orderBy.map(termOf) as never[]));
  return query.slice === undefined ? rows : rows.slice(...query.slice);
}

function withStep(models: Models, rows: Rows, step: Step): Rows {
  switch (step.kind) {
    case 'filter':
      return rows.filter(conditionOf(models, step.condition) as never);
    case 'exclude':
      return rows.exclude(conditionOf(models, step.condition) as never);
    case 'annotate':
      return rows.annotate({
        [step.name]: expressionOf(models, step.expression),
      } as never) as unknown as Rows;
    case 'aggregate':
      return rows.annotate({
        [step.name]: aggregateOf(models, step.aggregate),
      } as never) as unknown as Rows;
    case 'group':
      return rows.values(...(step.paths.map((path) => keyOf(path)) as never[])) as unknown as Rows;
  }
}

export function conditionOf(models: Models, condition: Condition): ReturnType<typeof Q> {
  switch (condition.kind) {
    case 'not':
      return conditionOf(models, condition.operand).not();
    case 'exists': {
      const inner = models
        .get(condition.model)!
        .objects.filter({ [condition.via]: OuterRef('pk') } as never);
      const given = conditionOf(models, condition.condition);
      return Q(ExistsExpression(inner.filter(given as never)) as never);
    }
    case 'lookup':
      return Q(lookupOf(models, condition) as never);
    default: {
      const [first, ...more] = condition.operands.map((operand) => conditionOf(models, operand));
      return more.reduce((all, one) => all[condition.kind](one), first!);
    }
  }
}

function lookupOf(models: Models, { path, transform, lookup, value }: Lookup): object {
  const isExpression = typeof value === 'object' && value !== null && 'kind' in value;
  return {
    [keyOf(path, transform, lookup)]: isExpression
      ? expressionOf(models, value as Expression)
      : value,
  };
}

function expressionOf(models: Models, expression: Expression): ReturnType<typeof F> {
  const made = (part: Expression) => expressionOf(models, part);
  const build = () => {
    switch (expression.kind) {
      case 'path':
        return F(keyOf(expression.path));
      case 'value':
        return ValueExpression(expression.value as number);
      case 'arithmetic':
        return made(expression.left)[expression.operator](made(expression.right));
      case 'coalesce': {
        const [first, second] = expression.operands.map(made);
        return Coalesce(first, second);
      }
      case 'length':
        return Length(made(expression.operand));
      case 'case': {
        const when = When(conditionOf(models, expression.condition), made(expression.then));
        return Case(when, { default: made(expression.otherwise) });
      }
    }
  };
  return build() as unknown as ReturnType<typeof F>;
}

const AGGREGATES: Readonly<Record<Aggregate['name'], (path: string, options: object) => unknown>> =
  { Count, Sum, Min, Max, Avg };

export function aggregateOf(
  models: Models,
  { name, path, isDistinct, filter }: Aggregate,
): unknown {
  return AGGREGATES[name](keyOf(path), {
    ...(isDistinct && { distinct: true }),
    ...(filter !== undefined && { filter: conditionOf(models, filter) }),
  });
}

function termOf({ path, isDescending, nulls }: OrderTerm): unknown {
  const key = keyOf(path);
  if (nulls !== undefined) return isDescending ? F(key).desc({ nulls }) : F(key).asc({ nulls });
  return isDescending ? `-${key}` : key;
}
