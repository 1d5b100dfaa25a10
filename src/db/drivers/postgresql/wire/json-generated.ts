import type { JsonColumn, JsonPlan } from '../../../sql/json-plan.ts';
import { malformedMessage } from './failures.ts';
import type { ReadJsonRows } from './json-rows.ts';
import { jsonWriter, MAX_JSON_BYTES, textWriter, writeNull } from './json-values.ts';
import { BACKEND } from './protocol.ts';
import type { FormattedColumn } from './row-reader.ts';

/** UTF-8 takes three bytes at most for each UTF-16 code unit of a text. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Rows as JSON by one function with the whole plan written into it. What enters the source are
 * positions of columns and the bytes of names; values are written by functions that come in as
 * arguments.
 */
export function generateJsonRows(
  plan: JsonPlan,
  columns: readonly FormattedColumn[],
): ReadJsonRows {
  const source = new JsonSource(columns);
  source.add(plan);
  source.constant(',');
  const body = source.finish();
  // Texts by JSON.stringify are made before there is room for them: nobody knows how long they are.
  const texts = source.texts.map((name, index) => `const t${index} = ${name};`);
  const lengths = source.texts.map((_, index) => ` + t${index}.length * ${MAX_BYTES_PER_UNIT}`);
  const code = `'use strict';
return function readJsonRows(bytes, offset, end, target) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  while (offset + 7 <= end && bytes[offset] === ${BACKEND.dataRow}) {
    const next = offset + 1 + view.getInt32(offset + 1);
    if (next > end) break;
    let p = offset + 7;
    ${columns.map((_, index) => placeSource(index)).join('\n    ')}
    if (p !== next) throw malformedMessage();
    ${texts.join('\n    ')}
    const out = target.reserve(${source.fixedBytes} + (next - offset) * ${MAX_JSON_BYTES}${lengths.join('')});
    let at = target.length;
    ${body}
    target.length = at;
    offset = next;
  }
  return offset;
}`;
  return new Function(...source.scope.keys(), code)(...source.scope.values()) as ReadJsonRows;
}

/** `n3`: the size of column 3, below 0 for NULL; `p3`: where it begins. */
function placeSource(index: number): string {
  return (
    `const n${index} = view.getInt32(p), p${index} = p + 4; ` +
    `p = n${index} < 0 ? p${index} : p${index} + n${index};`
  );
}

/** The statements that write one row, with neighbouring constants put together. */
class JsonSource {
  /** What the statements refer to. */
  readonly scope = new Map<string, unknown>([
    ['malformedMessage', malformedMessage],
    ['writeNull', writeNull],
  ]);
  /** Expressions of the texts `t0`, `t1` … that are made before. */
  readonly texts: string[] = [];
  /** Bytes of the constants. */
  fixedBytes = 0;
  readonly #columns: readonly FormattedColumn[];
  #statements: string[] = [];
  #constant = '';

  constructor(columns: readonly FormattedColumn[]) {
    this.#columns = columns;
  }

  constant(text: string): void {
    this.#constant += text;
  }

  finish(): string {
    this.#flush();
    return this.#statements.join('\n    ');
  }

  add(plan: JsonPlan): void {
    switch (plan.kind) {
      case 'column':
        this.#addColumn(plan);
        return;
      case 'tuple':
        this.#addList(
          '[',
          ']',
          plan.items.map((item) => () => this.add(item)),
        );
        return;
      case 'object':
        this.#addNullable(plan.nullWhen, () =>
          this.#addList(
            '{',
            '}',
            plan.members.map(({ name, value }) => () => {
              this.constant(`${JSON.stringify(name)}:`);
              this.add(value);
            }),
          ),
        );
    }
  }

  #addList(open: string, close: string, items: readonly (() => void)[]): void {
    this.constant(open);
    items.forEach((item, index) => {
      if (index > 0) this.constant(',');
      item();
    });
    this.constant(close);
  }

  #addNullable(column: number | undefined, add: () => void): void {
    if (column === undefined) {
      add();
      return;
    }
    this.#flush();
    this.#statements.push(`if (n${column} < 0) at = writeNull(out, at); else {`);
    add();
    this.#flush();
    this.#statements.push('}');
    // A `null` in the place of an object of a few bytes.
    this.fixedBytes += 4;
  }

  #addColumn({ column, form }: JsonColumn): void {
    this.#flush();
    const described = this.#columns[column]!;
    if (typeof form === 'function') {
      const index = this.texts.length;
      this.scope.set(`text${index}`, textWriter(form, described));
      this.texts.push(`n${column} < 0 ? 'null' : text${index}(bytes, p${column}, n${column})`);
      this.#statements.push(`at += out.write(t${index}, at);`);
      return;
    }
    const name = `write${form}${described.format}`;
    this.scope.set(name, jsonWriter(form, described));
    this.#statements.push(
      `at = n${column} < 0 ? writeNull(out, at) : ${name}(out, at, bytes, p${column}, n${column});`,
    );
  }

  #flush(): void {
    const bytes = Buffer.from(this.#constant);
    this.#constant = '';
    if (bytes.length === 0) return;
    this.fixedBytes += bytes.length;
    const stores = [...bytes].map((byte, index) => `out[at + ${index}] = ${byte};`);
    this.#statements.push(`${stores.join(' ')} at += ${bytes.length};`);
  }
}
