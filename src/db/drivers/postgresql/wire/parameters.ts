import type { DatabaseValue } from '../../../sql/statement.ts';

/** What can be sent as a parameter or copied into a table. */
export type WireValue = DatabaseValue | boolean | Date | readonly WireValue[];

/** Quotation marks and backslashes, the only characters that mean something in a quoted element. */
const QUOTED = /["\\]/g;

/** The text form of a value that is no bytes; undefined for NULL. */
export function parameterText(value: WireValue): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? 't' : 'f';
    default:
      return value === null ? undefined : objectText(value);
  }
}

/** `\x` and hexadecimal digits, the text form of bytes. */
export function bytesText(value: Uint8Array): string {
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
}

/**
 * An array as PostgreSQL writes one: `{1,NULL,"a \"b\""}`. Texts are always in quotation marks,
 * so an element that reads NULL, or has commas or braces in it, is nothing but text.
 */
export function arrayText(values: readonly WireValue[]): string {
  let text = '{';
  for (let index = 0; index < values.length; index++) {
    text += index === 0 ? elementText(values[index]!) : `,${elementText(values[index]!)}`;
  }
  return `${text}}`;
}

function objectText(value: Date | Uint8Array | readonly WireValue[]): string {
  if (value instanceof Date) return value.toISOString();
  return value instanceof Uint8Array ? bytesText(value) : arrayText(value);
}

function elementText(value: WireValue): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return arrayText(value);
  const text = parameterText(value);
  return text === undefined ? 'NULL' : `"${text.replace(QUOTED, '\\$&')}"`;
}
