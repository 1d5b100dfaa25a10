import type { JsonColumn, JsonPlan } from '../../../sql/json-plan.ts';
import { malformedMessage } from './failures.ts';
import type { JsonBuffer } from './json-buffer.ts';
import type { ReadJsonRows } from './json-rows.ts';
import { jsonWriter, MAX_JSON_BYTES, textWriter, writeNull } from './json-values.ts';
import { BACKEND } from './protocol.ts';
import type { FormattedColumn } from './row-reader.ts';
import type { TextBytes } from './text-bytes.ts';

/** Where the values of one row are; a size below 0 is NULL. */
interface RowPlaces {
  readonly bytes: TextBytes;
  readonly offsets: readonly number[];
  readonly sizes: readonly number[];
}

type WritePart = (row: RowPlaces, target: JsonBuffer) => void;

/** Rows as JSON by functions in functions, for a first run and where no code may be generated. */
export function interpretJsonRows(
  plan: JsonPlan,
  columns: readonly FormattedColumn[],
): ReadJsonRows {
  const writeRow = writePlan(plan, columns);
  const writeComma = constant(',');
  return (bytes, from, end, target) => {
    let offset = from;
    while (offset + 7 <= end && bytes[offset] === BACKEND.dataRow) {
      const next = offset + 1 + bytes.readInt32BE(offset + 1);
      if (next > end) break;
      const row = findPlaces(bytes, offset + 7, next, columns.length);
      writeRow(row, target);
      writeComma(row, target);
      offset = next;
    }
    return offset;
  };
}

function findPlaces(bytes: TextBytes, start: number, next: number, count: number): RowPlaces {
  const offsets: number[] = [];
  const sizes: number[] = [];
  let offset = start;
  for (let column = 0; column < count; column++) {
    const size = bytes.readInt32BE(offset);
    offset += 4;
    sizes.push(size);
    offsets.push(offset);
    if (size > 0) offset += size;
  }
  if (offset !== next) throw malformedMessage();
  return { bytes, offsets, sizes };
}

function writePlan(plan: JsonPlan, columns: readonly FormattedColumn[]): WritePart {
  switch (plan.kind) {
    case 'column':
      return writeColumn(plan, columns[plan.column]!);
    case 'tuple': {
      const items = plan.items.map((item) => writePlan(item, columns));
      return sequence([constant('['), ...separated(items), constant(']')]);
    }
    case 'object': {
      const members = plan.members.map(({ name, value }) =>
        sequence([constant(`${JSON.stringify(name)}:`), writePlan(value, columns)]),
      );
      return nullable(
        plan.nullWhen,
        sequence([constant('{'), ...separated(members), constant('}')]),
      );
    }
  }
}

function writeColumn({ column, form }: JsonColumn, described: FormattedColumn): WritePart {
  if (typeof form === 'function') {
    const encode = textWriter(form, described);
    const write: WritePart = ({ bytes, offsets, sizes }, target) =>
      appendText(target, encode(bytes, offsets[column]!, sizes[column]!));
    return nullable(column, write);
  }
  const write = jsonWriter(form, described);
  return nullable(column, ({ bytes, offsets, sizes }, target) => {
    const size = sizes[column]!;
    const out = target.reserve((size + 4) * MAX_JSON_BYTES);
    target.length = write(out, target.length, bytes, offsets[column]!, size);
  });
}

/** `null` where the column is NULL. */
function nullable(column: number | undefined, write: WritePart): WritePart {
  if (column === undefined) return write;
  return (row, target) => {
    if (row.sizes[column]! >= 0) write(row, target);
    else target.length = writeNull(target.reserve(4), target.length);
  };
}

function sequence(parts: readonly WritePart[]): WritePart {
  return (row, target) => {
    for (const part of parts) part(row, target);
  };
}

function separated(parts: readonly WritePart[]): readonly WritePart[] {
  const comma = constant(',');
  return parts.flatMap((part, index) => (index === 0 ? [part] : [comma, part]));
}

function constant(text: string): WritePart {
  const bytes = Buffer.from(text);
  return (_, target) => {
    target.reserve(bytes.length).set(bytes, target.length);
    target.length += bytes.length;
  };
}

function appendText(target: JsonBuffer, text: string): void {
  const bytes = Buffer.from(text);
  target.reserve(bytes.length).set(bytes, target.length);
  target.length += bytes.length;
}
