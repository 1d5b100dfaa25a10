import type { FunctionWriter } from '../../sql/expression-compiler.ts';

/** Names of the SQL functions that the driver registers, by ours. */
export const DRIVER_TEXT_FUNCTIONS = {
  lower: 'uptempo_lower',
  upper: 'uptempo_upper',
  reverse: 'uptempo_reverse',
  right: 'uptempo_right',
  repeat: 'uptempo_repeat',
  lpad: 'uptempo_lpad',
  rpad: 'uptempo_rpad',
  md5: 'uptempo_md5',
  sha1: 'uptempo_sha1',
  sha224: 'uptempo_sha224',
  sha256: 'uptempo_sha256',
  sha384: 'uptempo_sha384',
  sha512: 'uptempo_sha512',
} as const;

/** Functions of texts. A `?` stands for one value in one place, so no argument may stand in two. */
export const textFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ...Object.entries(DRIVER_TEXT_FUNCTIONS).map(([name, driverName]): [string, FunctionWriter] => [
    name,
    (args) => `${driverName}(${args.join(', ')})`,
  ]),
  ['left', ([text, count]) => `SUBSTR(${text}, 1, ${count})`],
  ['strindex', ([text, part]) => `INSTR(${text}, ${part})`],
  ['chr', ([code]) => `CHAR(${code})`],
  ['ord', ([text]) => `UNICODE(${text})`],
  ['concat', (args) => `(${args.map((arg) => `COALESCE(${arg}, '')`).join(' || ')})`],
  // With two arguments and more these are functions of one row.
  ['greatest', (args) => `MAX(${args.join(', ')})`],
  ['least', (args) => `MIN(${args.join(', ')})`],
];
