import { checkOptions, option } from '../../core/index.ts';
import {
  type ColumnDefinition,
  type ConstantExpression,
  type Dialect,
  database,
  type GeneratedDefinition,
  type ReferentialAction,
  sqliteDialect,
  type TableDefinition,
} from '../../db/index.ts';
import { Expression } from '../expressions/expression.ts';
import { tableExpression } from '../query/table-expression.ts';
import type { AnyModel } from './any-model.ts';
import { constraintDefinition, indexDefinition, uniqueIndex } from './constraint-definitions.ts';
import { type ColumnMeta, metaOf } from './meta.ts';
import { registeredModels } from './registry.ts';
import type { OnDelete } from './relation.ts';

/**
 * Creates the tables and indexes of all declared models that are not there yet, in one
 * transaction. Existing tables are left as they are.
 *
 * @param options.using - alias of the database, default `default`.
 * @returns names of the tables that were created, in order; empty when there was nothing to do.
 */
export async function createTables(
  options: { readonly using?: string } = {},
): Promise<readonly string[]> {
  checkOptions('createTables()', options, { using: option.string });
  const target = database(options.using);
  return target.atomic(() =>
    target.createTables(tableDefinitions(registeredModels(), target.dialect)),
  );
}

/**
 * The tables of models, those of many-to-many relations included.
 *
 * @param dialect - of the database they are for, which conditions on parts of dates depend on.
 */
export function tableDefinitions(
  models: readonly AnyModel[],
  dialect: Dialect = sqliteDialect,
): readonly TableDefinition[] {
  const tables = new Map<string, TableDefinition>();
  for (const model of models) {
    const meta = metaOf(model);
    tables.set(meta.table, tableDefinition(model, dialect));
    for (const relation of meta.relations.values()) {
      if (relation.kind !== 'manyToMany') continue;
      tables.set(metaOf(relation.through).table, tableDefinition(relation.through, dialect));
    }
  }
  return [...tables.values()];
}

function tableDefinition(model: AnyModel, dialect: Dialect): TableDefinition {
  const { table, columns, constraints, indexes } = metaOf(model);
  const indexed = columns.filter((column) => column.isIndexed && !column.isUnique);
  return {
    name: table,
    columns: columns.map((column) => columnDefinition(model, column, dialect)),
    constraints: constraints.flatMap((constraint) =>
      constraintDefinition(model, constraint, dialect),
    ),
    indexes: [
      ...indexed.map(({ column }) => ({
        name: `${table}_${column}_index`,
        columns: [{ name: column }],
        isUnique: false,
      })),
      ...constraints.flatMap((constraint) => uniqueIndex(model, constraint, dialect)),
      ...indexes.map((index) => indexDefinition(model, index, dialect)),
    ],
  };
}

function columnDefinition(model: AnyModel, column: ColumnMeta, dialect: Dialect): ColumnDefinition {
  const what = `${model.name}.${column.attribute}`;
  return {
    name: column.column,
    type: column.type,
    isNull: column.isNull,
    isPrimaryKey: column.isPrimaryKey,
    isAutomatic: column.isAutomatic,
    isUnique: column.isUnique,
    default: defaultOf(model, column, what, dialect),
    generated: generatedOf(model, column, what, dialect),
    references: referenceOf(column),
  };
}

function defaultOf(
  model: AnyModel,
  { databaseDefault: preset, type }: ColumnMeta,
  what: string,
  dialect: Dialect,
): ConstantExpression | undefined {
  if (preset === undefined) return undefined;
  if (preset instanceof Expression) return tableExpression(model, preset, what, dialect);
  return { expression: { kind: 'parameter', slot: 0, type }, values: [preset] };
}

function generatedOf(
  model: AnyModel,
  { isGenerated, field }: ColumnMeta,
  what: string,
  dialect: Dialect,
): GeneratedDefinition | undefined {
  if (!isGenerated) return undefined;
  const { expression, isStored } = field.generated!;
  return { ...tableExpression(model, expression, what, dialect), isStored };
}

function referenceOf({ relation }: ColumnMeta) {
  if (relation === undefined) return undefined;
  const target = metaOf(relation.target);
  return {
    table: target.table,
    column: target.primaryKey.column,
    onDelete: actionOf(relation.onDelete),
  };
}

/**
 * What the database does itself for rows that are deleted past the ORM. The ORM restricts: RESTRICT
 * in the database would fail on rows that go together, since it does not wait for the end of the
 * transaction.
 */
function actionOf(onDelete: OnDelete): ReferentialAction {
  return onDelete === 'cascade' || onDelete === 'set null' ? onDelete : 'no action';
}
