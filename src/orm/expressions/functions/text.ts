import { INTEGER, TEXT } from '../../../db/index.ts';
import { always, databaseFunction, type FunctionExpression } from '../function.ts';
import type { ArgumentOut, Made } from '../out-types.ts';
import { asExpression } from '../references.ts';
import { Value } from '../value.ts';
import { atLeastTwo, count, type MadeOf } from './arguments.ts';

/*
 * Functions of texts, on each database. A string argument names a field; `Value('…')` is a text.
 * They count characters, from 1.
 */

type TextOf<A> = FunctionExpression<MadeOf<A, string>>;
type NumberOf<A> = FunctionExpression<MadeOf<A, number>>;

/** In lower case, in any script. */
export function Lower<const A>(expression: A): TextOf<A> {
  return textFunction('lower', expression);
}

/** In upper case, in any script. */
export function Upper<const A>(expression: A): TextOf<A> {
  return textFunction('upper', expression);
}

/** How many characters it has. */
export function Length<const A>(expression: A): NumberOf<A> {
  return databaseFunction('length', [asExpression(expression)], always(INTEGER));
}

/** Without spaces at either end. */
export function Trim<const A>(expression: A): TextOf<A> {
  return textFunction('trim', expression);
}

/** Without spaces at its start. */
export function LTrim<const A>(expression: A): TextOf<A> {
  return textFunction('ltrim', expression);
}

/** Without spaces at its end. */
export function RTrim<const A>(expression: A): TextOf<A> {
  return textFunction('rtrim', expression);
}

/** The first `length` characters. @throws orm.expression.invalid for a length below 1 */
export function Left<const A>(expression: A, length: unknown): TextOf<A> {
  return textFunction('left', expression, count('Left()', 'length', length, 1));
}

/** The last `length` characters. @throws orm.expression.invalid for a length below 1 */
export function Right<const A>(expression: A, length: unknown): TextOf<A> {
  return textFunction('right', expression, count('Right()', 'length', length, 1));
}

/** From the `position`-th character on, counted from 1, `length` of them or all. */
export function Substr<const A>(expression: A, position: unknown, length?: unknown): TextOf<A> {
  const start = count('Substr()', 'position', position, 1);
  if (length === undefined) return textFunction('substr', expression, start);
  return textFunction('substr', expression, start, count('Substr()', 'length', length, 0));
}

/** With every `part` replaced: `Replace('title', Value('The '), Value(''))`. */
export function Replace<const A>(
  expression: A,
  part: unknown,
  replacement: unknown = Value(''),
): TextOf<A> {
  return textFunction('replace', expression, asExpression(part), asExpression(replacement));
}

/** So many times over. */
export function Repeat<const A>(expression: A, times: unknown): TextOf<A> {
  return textFunction('repeat', expression, count('Repeat()', 'times', times, 0));
}

/** Its characters from the last to the first. */
export function Reverse<const A>(expression: A): TextOf<A> {
  return textFunction('reverse', expression);
}

/** Filled up at its start to a length, or cut to it. */
export function LPad<const A>(
  expression: A,
  length: unknown,
  fill: unknown = Value(' '),
): TextOf<A> {
  const size = count('LPad()', 'length', length, 0);
  return textFunction('lpad', expression, size, asExpression(fill));
}

/** Filled up at its end to a length, or cut to it. */
export function RPad<const A>(
  expression: A,
  length: unknown,
  fill: unknown = Value(' '),
): TextOf<A> {
  const size = count('RPad()', 'length', length, 0);
  return textFunction('rpad', expression, size, asExpression(fill));
}

/** Several values as one text; NULL counts as an empty one, so the whole is never NULL. */
export function Concat<const Args extends readonly [unknown, unknown, ...unknown[]]>(
  ...args: Args
): FunctionExpression<Made<string, ArgumentOut<Args[number]>>> {
  return databaseFunction('concat', atLeastTwo('Concat()', args), always(TEXT));
}

/** The character of a code point. */
export function Chr<const A>(expression: A): TextOf<A> {
  return textFunction('chr', expression);
}

/** The code point of the first character. */
export function Ord<const A>(expression: A): NumberOf<A> {
  return databaseFunction('ord', [asExpression(expression)], always(INTEGER));
}

/** Where a part first stands in a text, from 1; 0 where it does not. */
export function StrIndex<const A>(expression: A, part: unknown): NumberOf<A> {
  const args = [asExpression(expression), asExpression(part)];
  return databaseFunction('strindex', args, always(INTEGER));
}

/** The MD5 hash of its UTF-8, as hexadecimal digits. */
export function MD5<const A>(expression: A): TextOf<A> {
  return textFunction('md5', expression);
}

/** The SHA-1 hash; on PostgreSQL it needs the extension `pgcrypto`. */
export function SHA1<const A>(expression: A): TextOf<A> {
  return textFunction('sha1', expression);
}

/** The SHA-224 hash. */
export function SHA224<const A>(expression: A): TextOf<A> {
  return textFunction('sha224', expression);
}

/** The SHA-256 hash. */
export function SHA256<const A>(expression: A): TextOf<A> {
  return textFunction('sha256', expression);
}

/** The SHA-384 hash. */
export function SHA384<const A>(expression: A): TextOf<A> {
  return textFunction('sha384', expression);
}

/** The SHA-512 hash. */
export function SHA512<const A>(expression: A): TextOf<A> {
  return textFunction('sha512', expression);
}

function textFunction<A>(name: string, ...args: readonly unknown[]): TextOf<A> {
  return databaseFunction(name, args.map(asExpression), always(TEXT));
}
