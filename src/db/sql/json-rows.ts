import type { JsonColumn, JsonObject, JsonPlan, JsonResult } from './json-plan.ts';
import { jsonText } from './json-text.ts';
import type { ColumnDecoder, RawRow } from './statement.ts';

/** Writes one row as JSON. */
type RowWriter = (row: RawRow) => string;

/** How instants are read where a plan leaves them to the driver. */
type InstantReader = NonNullable<ColumnDecoder>;

const writers = new WeakMap<JsonPlan, RowWriter>();

/**
 * Rows of values as the bytes of a JSON array, for drivers that give values; the writer is made once
 * for a plan (bench: `orm-sqlite`).
 */
export function jsonOfRows(
  rows: readonly RawRow[],
  plan: JsonPlan,
  readInstant: InstantReader = (raw) => raw,
): JsonResult {
  let write = writers.get(plan);
  if (write === undefined) {
    write = writerOf(plan, readInstant);
    writers.set(plan, write);
  }
  let text = '[';
  for (let index = 0; index < rows.length; index++) {
    if (index > 0) text += ',';
    text += write(rows[index]!);
  }
  return { bytes: Buffer.from(`${text}]`), rowCount: rows.length };
}

function writerOf(plan: JsonPlan, readInstant: InstantReader): RowWriter {
  switch (plan.kind) {
    case 'column':
      return columnWriter(plan, readInstant);
    case 'tuple':
      return joinedWriter(
        '[',
        ']',
        plan.items.map((item) => ({ before: '', value: item })),
        readInstant,
      );
    case 'object':
      return objectWriter(plan, readInstant);
  }
}

function objectWriter({ members, nullWhen }: JsonObject, readInstant: InstantReader): RowWriter {
  const named = members.map(({ name, value }) => ({ before: `${JSON.stringify(name)}:`, value }));
  const write = joinedWriter('{', '}', named, readInstant);
  if (nullWhen === undefined) return write;
  return (row) => (row[nullWhen] === null ? 'null' : write(row));
}

function joinedWriter(
  open: string,
  close: string,
  parts: readonly { readonly before: string; readonly value: JsonPlan }[],
  readInstant: InstantReader,
): RowWriter {
  const writers = parts.map(({ value }) => writerOf(value, readInstant));
  const before = parts.map((part, index) => (index === 0 ? open : ',') + part.before);
  return (row) => {
    let text = '';
    for (let index = 0; index < writers.length; index++)
      text += before[index] + writers[index]!(row);
    return text === '' ? open + close : text + close;
  };
}

/** Numbers that are none are `null`, as JSON.stringify has it. */
function columnWriter({ column, form }: JsonColumn, readInstant: InstantReader): RowWriter {
  if (form === 'json') return (row) => (row[column] === null ? 'null' : String(row[column]));
  if (form === 'boolean') {
    return (row) => (row[column] === null ? 'null' : row[column] ? 'true' : 'false');
  }
  if (form === 'number') return (row) => numberText(row[column]!);
  if (form === 'string') {
    return (row) => (row[column] === null ? 'null' : JSON.stringify(String(row[column])));
  }
  const read = form === 'instant' ? readInstant : (form as InstantReader);
  return (row) => (row[column] === null ? 'null' : jsonText(read(row[column]!)));
}

function numberText(value: RawRow[number]): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null';
  return value === null ? 'null' : String(value);
}
