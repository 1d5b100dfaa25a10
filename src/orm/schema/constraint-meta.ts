import { suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from './any-model.ts';
import type { CheckConstraint, UniqueConstraint, Violation } from './constraints.ts';
import type { ColumnMeta } from './meta.ts';

export interface UniqueMeta extends Violation {
  readonly kind: 'unique';
  readonly name: string;
  readonly columns: readonly ColumnMeta[];
  /** Only rows for which this holds are compared. */
  readonly condition: object | undefined;
  readonly areNullsDistinct: boolean;
  readonly deferrable: 'immediate' | 'deferred' | undefined;
  readonly include: readonly ColumnMeta[];
}

export interface CheckMeta extends Violation {
  readonly kind: 'check';
  readonly name: string;
  readonly condition: object;
}

export type ConstraintMeta = UniqueMeta | CheckMeta;

export interface IndexMeta {
  readonly name: string;
  readonly columns: readonly { readonly column: ColumnMeta; readonly isDescending: boolean }[];
  readonly condition: object | undefined;
  readonly include: readonly ColumnMeta[];
  readonly method: string | undefined;
}

type Columns = ReadonlyMap<string, ColumnMeta>;

/** A model's constraints, those of the short option `unique` first. @throws orm.model.invalid */
export function constraintsOf(model: AnyModel, table: string, columns: Columns): ConstraintMeta[] {
  const { unique = [], constraints = [] } = model.options;
  return [
    ...unique.map((fields) => uniqueOf(model, table, columns, { options: { fields } })),
    ...constraints.map((constraint) =>
      constraint.kind === 'unique'
        ? uniqueOf(model, table, columns, constraint)
        : checkOf(table, constraint),
    ),
  ];
}

function uniqueOf(
  model: AnyModel,
  table: string,
  columns: Columns,
  { options }: Pick<UniqueConstraint, 'options'>,
): UniqueMeta {
  const { fields, name, condition, nullsDistinct = true, deferrable, include = [] } = options;
  const own = fields.map((field) => columnNamed(model, columns, field, 'unique'));
  return {
    ...violationOf(options),
    kind: 'unique',
    name: nameOf(name, table, own, 'unique'),
    columns: own,
    condition,
    areNullsDistinct: nullsDistinct,
    deferrable,
    include: include.map((field) => columnNamed(model, columns, field, 'include')),
  };
}

function checkOf(table: string, { options }: CheckConstraint): CheckMeta {
  return {
    ...violationOf(options),
    kind: 'check',
    name: nameOf(options.name, table, [], 'check'),
    condition: options.check,
  };
}

/** The indexes of the option `indexes`. @throws orm.model.invalid */
export function indexesOf(model: AnyModel, table: string, columns: Columns): IndexMeta[] {
  return (model.options.indexes ?? []).map(({ options }) => {
    const { fields, name, condition, include = [], using } = options;
    const own = fields.map((field) => ({
      column: columnNamed(model, columns, field.replace(/^-/, ''), 'an index'),
      isDescending: field.startsWith('-'),
    }));
    return {
      name: nameOf(
        name,
        table,
        own.map(({ column }) => column),
        'index',
      ),
      columns: own,
      condition,
      include: include.map((field) => columnNamed(model, columns, field, 'include')),
      method: using,
    };
  });
}

function violationOf({ violationMessage, violationCode }: Violation): Violation {
  return {
    ...(violationMessage !== undefined && { violationMessage }),
    ...(violationCode !== undefined && { violationCode }),
  };
}

/** Abstract models name the constraints of several tables, which must not be called the same. */
function nameOf(
  given: string | undefined,
  table: string,
  columns: readonly ColumnMeta[],
  ending: string,
): string {
  if (given !== undefined) return given.replaceAll('{table}', table);
  return `${table}_${columns.map(({ column }) => column).join('_')}_${ending}`;
}

function columnNamed(model: AnyModel, columns: Columns, name: string, what: string): ColumnMeta {
  const column = columns.get(name) ?? columns.get(`${name}Id`);
  if (column !== undefined) return column;
  throw ormError(
    'orm.model.invalid',
    `${model.name}: ${what} names "${name}", which is no field.`,
    {
      hint: suggest(name, columns.keys()),
    },
  );
}
