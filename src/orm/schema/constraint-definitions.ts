import type {
  ConstantExpression,
  ConstraintDefinition,
  Dialect,
  IndexDefinition,
} from '../../db/index.ts';
import { tableExpression } from '../query/table-expression.ts';
import type { AnyModel } from './any-model.ts';
import type { ConstraintMeta, IndexMeta, UniqueMeta } from './constraint-meta.ts';

/** A model's constraints and indexes as parts of its table. */

/** The constraint of a table, or none where databases know it as an index only. */
export function constraintDefinition(
  model: AnyModel,
  constraint: ConstraintMeta,
  dialect: Dialect,
): readonly ConstraintDefinition[] {
  const { kind, name } = constraint;
  if (kind === 'check') {
    return [{ kind, name, condition: conditionOf(model, name, constraint.condition, dialect)! }];
  }
  if (isIndex(constraint)) return [];
  const columns = constraint.columns.map(({ column }) => column);
  return [{ kind, name, columns, deferrable: constraint.deferrable }];
}

/** The index of a unique constraint, or none where it is a constraint of the table. */
export function uniqueIndex(
  model: AnyModel,
  constraint: ConstraintMeta,
  dialect: Dialect,
): readonly IndexDefinition[] {
  if (constraint.kind === 'check' || !isIndex(constraint)) return [];
  const { name, columns, condition, include, areNullsDistinct } = constraint;
  return [
    {
      name,
      columns: columns.map(({ column }) => ({ name: column })),
      isUnique: true,
      where: conditionOf(model, name, condition, dialect),
      include: include.map(({ column }) => column),
      areNullsDistinct,
    },
  ];
}

export function indexDefinition(
  model: AnyModel,
  index: IndexMeta,
  dialect: Dialect,
): IndexDefinition {
  return {
    name: index.name,
    columns: index.columns.map(({ column, isDescending }) => ({
      name: column.column,
      isDescending,
    })),
    isUnique: false,
    where: conditionOf(model, index.name, index.condition, dialect),
    include: index.include.map(({ column }) => column),
    method: index.method,
  };
}

/** Only what can wait is a constraint; indexes serve queries too, and are created if missing. */
function isIndex({ deferrable }: UniqueMeta): boolean {
  return deferrable === undefined;
}

function conditionOf(
  model: AnyModel,
  name: string,
  condition: object | undefined,
  dialect: Dialect,
): ConstantExpression | undefined {
  if (condition === undefined) return undefined;
  return tableExpression(model, condition, `${model.name}: "${name}"`, dialect);
}
