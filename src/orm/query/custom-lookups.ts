import { checkOptions, option } from '../../core/index.ts';
import { BOOLEAN, type ColumnType, type Dialect, type ExpressionNode } from '../../db/index.ts';
import { ormError, unsupported } from '../errors.ts';
import { type TemplateParts, templateParts } from '../expressions/template.ts';
import { type AnyField, Field } from '../schema/field.ts';
import { comparedValue } from './lookup.ts';
import { forgetLookupPaths } from './lookup-path.ts';
import { addLookup, isBuiltInLookup } from './lookups.ts';
import { addTransform, isBuiltInTransform } from './transforms.ts';

/** What a field is stored as, for lookups: `text` is char(), text(), slug(), email() and url(). */
export type FieldKind = ColumnType['kind'];

/** SQL for every database, or by the name of the database: `{ sqlite: …, postgresql: … }`. */
export type TemplateSql = string | Readonly<Record<string, string>>;

export interface CustomLookup {
  /** What stands at the end of the key: `ne` for `{ title__ne: 'Jaws' }`. */
  readonly name: string;
  /** A condition of `{left}` and `{right}`. It is code: never make it of what a user typed. */
  readonly sql: TemplateSql;
  /** The field that the value is one of; default what the lookup is asked of. */
  readonly takes?: AnyField;
}

/**
 * Adds a lookup to all fields of a kind. Values become parameters.
 *
 * ```ts
 * registerLookup('text', { name: 'ne', sql: '{left} <> {right}' });
 * ```
 *
 * @throws orm.lookup.invalid
 */
export function registerLookup(
  kinds: FieldKind | readonly FieldKind[],
  lookup: CustomLookup,
): void {
  checkOptions('registerLookup()', lookup, {
    name: option.string,
    sql: option.any,
    takes: option.object,
  });
  const { name, sql, takes } = lookup;
  checkName('lookup', name, isBuiltInLookup(name));
  const write = writerOf('lookup', name, sql, ['left', 'right']);
  const subjectOf = (subject: Parameters<typeof comparedValue>[0]) => takes ?? subject;
  for (const kind of kindsOf(kinds)) {
    addLookup(kind, {
      name,
      prepare: (subject, value, key) => ({
        variant: '',
        values: [comparedValue(subjectOf(subject), value, key)],
      }),
      ...(takes !== undefined && { rightType: () => takes.type }),
      build: (operand, _variant, [right], dialect) => write([operand, right!], BOOLEAN, dialect),
    });
  }
  forgetLookupPaths();
}

export interface CustomTransform {
  /** The part of a key: `length` for `{ title__length__gt: 20 }`. */
  readonly name: string;
  /** An expression of `{operand}`. It is code: never make it of what a user typed. */
  readonly sql: TemplateSql;
  /** The field that has such values: `integer()`. */
  readonly output: AnyField;
}

/**
 * Adds a transform to all fields of a kind; lookups and further transforms may follow it.
 *
 * ```ts
 * registerTransform('text', { name: 'length', sql: 'LENGTH({operand})', output: integer() });
 * ```
 *
 * @throws orm.lookup.invalid
 */
export function registerTransform(
  kinds: FieldKind | readonly FieldKind[],
  transform: CustomTransform,
): void {
  checkOptions('registerTransform()', transform, {
    name: option.string,
    sql: option.any,
    output: option.object,
  });
  const { name, sql, output } = transform;
  checkName('transform', name, isBuiltInTransform(name) || isBuiltInLookup(name));
  if (!(output instanceof Field)) throw invalid('transform', name, 'its output is no field.');
  const write = writerOf('transform', name, sql, ['operand']);
  for (const kind of kindsOf(kinds)) {
    const { type } = output;
    addTransform(kind, {
      name,
      type,
      build: (operand, dialect) => write([operand], type, dialect),
    });
  }
  forgetLookupPaths();
}

function kindsOf(kinds: FieldKind | readonly FieldKind[]): readonly FieldKind[] {
  return typeof kinds === 'string' ? [kinds] : kinds;
}

type Writer = (
  args: readonly ExpressionNode[],
  type: ColumnType,
  dialect: Dialect,
) => ExpressionNode;

function writerOf(what: string, name: string, sql: TemplateSql, names: readonly string[]): Writer {
  const given: readonly (readonly [string, unknown])[] =
    typeof sql === 'string' ? [['', sql]] : Object.entries(sql ?? {});
  const templates = new Map<string, TemplateParts>();
  for (const [dialect, text] of given) {
    const isComplete =
      typeof text === 'string' && names.every((each) => text.includes(`{${each}}`));
    if (!isComplete) throw invalid(what, name, `its SQL has no {${names.join('} or no {')}}.`);
    templates.set(
      dialect,
      templateParts(`(${text})`, (each) =>
        names.includes(each) ? [names.indexOf(each)] : undefined,
      ),
    );
  }
  if (templates.size === 0) throw invalid(what, name, 'it has no SQL.');
  return (args, type, dialect) => {
    const template = templates.get('') ?? templates.get(dialect.name);
    if (template === undefined) {
      throw unsupported(`The ${what} "${name}"`, dialect, 'Give registration SQL for it too.');
    }
    const { parts, order } = template;
    const used = order.map((index) => args[index]!);
    return { kind: 'template', parts, args: used, type, isAggregate: false };
  };
}

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

function checkName(what: string, name: string, isBuiltIn: boolean): void {
  if (isBuiltIn) throw invalid(what, name, 'there is one of this name already.');
  if (!NAME.test(name)) {
    throw invalid(what, name.slice(0, 40), 'a name has lower-case letters, digits and single "_".');
  }
}

function invalid(what: string, name: string, problem: string) {
  return ormError('orm.lookup.invalid', `The ${what} "${name}": ${problem}`, {
    hint: "registerLookup('text', { name: 'ne', sql: '{left} <> {right}' })",
  });
}
