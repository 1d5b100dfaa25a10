import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import type { FunctionNode } from '../../sql/nodes.ts';
import { asText } from './casts.ts';

/** Functions of texts; counts of characters are integers there, never bigints. */
export const textFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['lower', ofText('LOWER')],
  ['upper', ofText('UPPER')],
  ['trim', ofText('BTRIM')],
  ['ltrim', ofText('LTRIM')],
  ['rtrim', ofText('RTRIM')],
  ['reverse', ofText('REVERSE')],
  ['length', ofText('LENGTH')],
  ['ord', ofText('ASCII')],
  ['md5', ofText('MD5')],
  ['left', counted('LEFT')],
  ['right', counted('RIGHT')],
  ['repeat', counted('REPEAT')],
  ['substr', counted('SUBSTRING')],
  ['lpad', padded('LPAD')],
  ['rpad', padded('RPAD')],
  ['replace', (args, node) => `REPLACE(${texts(args, node).join(', ')})`],
  ['strindex', (args, node) => `STRPOS(${texts(args, node).join(', ')})`],
  ['concat', (args, node) => `(${texts(args, node).map(orEmpty).join(' || ')})`],
  ['chr', ([code]) => `CHR((${code})::integer)`],
  // DIGEST() is of the extension pgcrypto; PostgreSQL has the others itself.
  ['sha1', (args, node) => `ENCODE(DIGEST(${texts(args, node)[0]}, 'sha1'), 'hex')`],
  ...['sha224', 'sha256', 'sha384', 'sha512'].map((name): [string, FunctionWriter] => [
    name,
    (args, node) =>
      `ENCODE(${name.toUpperCase()}(CONVERT_TO(${texts(args, node)[0]}, 'UTF8')), 'hex')`,
  ]),
];

function texts(args: readonly string[], node: FunctionNode): string[] {
  return args.map((arg, index) => asText(node.args[index]!, arg));
}

function ofText(name: string): FunctionWriter {
  return (args, node) => `${name}(${texts(args, node)[0]})`;
}

/** A text, then counts of characters. */
function counted(name: string): FunctionWriter {
  return ([text, ...counts], { args }) =>
    `${name}(${[asText(args[0]!, text!), ...counts.map((count) => `(${count})::integer`)].join(', ')})`;
}

/** A text, a count of characters and another text. */
function padded(name: string): FunctionWriter {
  return ([text, count, fill], { args }) =>
    `${name}(${asText(args[0]!, text!)}, (${count})::integer, ${asText(args[2]!, fill!)})`;
}

function orEmpty(text: string): string {
  return `COALESCE(${text}, '')`;
}
