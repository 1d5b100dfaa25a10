import { parameterText, type WireValue } from './parameters.ts';

/** What would end a value or begin an escape, in COPY's text format. */
const SPECIAL = /[\\\t\n\r]/;
const EACH_SPECIAL = /[\\\t\n\r]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/** A row as a line of COPY's text format: values between tabs, `\N` for NULL. */
export function copyLine(row: readonly WireValue[]): string {
  let line = '';
  for (let index = 0; index < row.length; index++) {
    line += index === 0 ? copyValue(row[index]!) : `\t${copyValue(row[index]!)}`;
  }
  return `${line}\n`;
}

function copyValue(value: WireValue): string {
  if (typeof value === 'number') return String(value);
  const text = parameterText(value);
  if (text === undefined) return '\\N';
  return SPECIAL.test(text) ? text.replace(EACH_SPECIAL, (found) => ESCAPES[found]!) : text;
}
