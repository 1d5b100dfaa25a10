import { JSON_TYPE, TEXT, typeOf } from '../../../db/index.ts';
import { ormError } from '../../errors.ts';
import { isStorable, type Json } from '../../schema/fields.ts';
import { always, databaseFunction, FunctionExpression } from '../function.ts';
import type { ArgumentOut, Made } from '../out-types.ts';
import { asExpression } from '../references.ts';
import { Value } from '../value.ts';
import { wrongArgument, wrongType } from './arguments.ts';

/** An object of expressions: `JSONObject({ title: 'title', upper: Upper('title') })`. */
export function JSONObject<const Members extends Readonly<Record<string, unknown>>>(
  members: Members,
): FunctionExpression<
  Made<{ readonly [name: string]: Json }, ArgumentOut<Members[keyof Members]>>
> {
  if (typeof members !== 'object' || members === null || Array.isArray(members)) {
    throw wrongArgument('JSONObject()', 'an object of expressions', members);
  }
  const args = Object.entries(members).flatMap(([name, member]) => [
    Value(name),
    asExpression(member),
  ]);
  return databaseFunction('json_object', args, always(JSON_TYPE));
}

/** A list of expressions; NULL becomes a `null` of the list. */
export function JSONArray<const Items extends readonly unknown[]>(
  ...items: Items
): FunctionExpression<Made<readonly Json[], ArgumentOut<Items[number]>>> {
  return databaseFunction('json_array', items.map(asExpression), always(JSON_TYPE));
}

/** A member of a JSON object by its name, or of a list by its position: as JSON. */
export function KeyTransform<const A>(
  key: string | number,
  expression: A,
): FunctionExpression<Made<Json | null, ArgumentOut<A>>> {
  return keyOf(key, expression, false);
}

/** The same as text: a JSON text without its quotes. */
export function KeyTextTransform<const A>(
  key: string | number,
  expression: A,
): FunctionExpression<Made<string | null, ArgumentOut<A>>> {
  return keyOf(key, expression, true);
}

/** What a path in a JSON column leads to, as text: `KT('data__author__name')`. */
export function KT(path: string): FunctionExpression<string | null> {
  return new FunctionExpression({
    token: 'json text',
    args: [asExpression(path)],
    type: () => TEXT,
    build([node]) {
      if (node!.kind === 'jsonPath') return { ...node!, type: TEXT };
      throw ormError('orm.expression.invalid', `KT('${path}') leads to no part of a JSON column.`, {
        hint: "Name a column and a member of it: KT('data__author').",
      });
    },
  });
}

function keyOf<Out>(key: string | number, expression: unknown, isText: boolean) {
  const isKey = typeof key === 'string' ? isStorable(key) : Number.isSafeInteger(key) && key >= 0;
  if (!isKey) throw wrongArgument('KeyTransform()', 'the name or position of a member', key);
  const type = isText ? TEXT : JSON_TYPE;
  return new FunctionExpression<Out>({
    token: `json ${isText ? 'text' : 'key'} ${JSON.stringify(key)}`,
    args: [asExpression(expression)],
    type: ([operand]) => {
      if (operand !== undefined && operand.kind !== 'json') {
        throw wrongType('KeyTransform()', 'JSON', operand);
      }
      return type;
    },
    build([operand]) {
      if (typeOf(operand!).kind !== 'json') {
        throw wrongType('KeyTransform()', 'JSON', typeOf(operand!));
      }
      return operand!.kind === 'jsonPath'
        ? { ...operand!, path: [...operand!.path, key], type }
        : { kind: 'jsonPath', operand: operand!, path: [key], type };
    },
  });
}
