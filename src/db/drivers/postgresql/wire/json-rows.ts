import { canGenerateCode } from '../../../../core/index.ts';
import { columnsOf, type JsonForm, type JsonPlan } from '../../../sql/json-plan.ts';
import { preferredFormat } from './column-values.ts';
import { JsonBuffer } from './json-buffer.ts';
import { generateJsonRows } from './json-generated.ts';
import { interpretJsonRows } from './json-interpreted.ts';
import { FORMAT, type Format, OID } from './protocol.ts';
import type { FormattedColumn, RowDecoder, RowReader, RowSink } from './row-reader.ts';
import type { ResultColumn } from './server-message.ts';
import type { TextBytes } from './text-bytes.ts';

/** Reads the rows at `offset` as JSON with a comma behind each; returns where it stopped. */
export type ReadJsonRows = (
  bytes: TextBytes,
  offset: number,
  end: number,
  target: JsonBuffer,
) => number;

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** A buffer for the next run is this much larger than the last result, which is likely to fit. */
const SLACK = 1.1;

/**
 * Rows as the bytes of a JSON array, copied from the server's bytes without a JavaScript value in
 * between. One reader is made per shape and kept: its code is generated once for each statement.
 *
 * ```ts
 * const reader = jsonRows({ kind: 'object', members: [
 *   { name: 'title', value: { kind: 'column', column: 0, form: 'string' } },
 * ] });
 * (await connection.query('SELECT title FROM movie', [], reader)).rows; // [{"title":"Jaws"}]
 * ```
 */
export function jsonRows(plan: JsonPlan): RowReader<Buffer> {
  const uses = columnsOf(plan);
  return {
    format(column: ResultColumn, index: number): Format {
      const formats = uses
        .filter((use) => use.column === index)
        .map(({ form }) => formatFor(form, column));
      const isBinary = formats.length > 0 && !formats.includes(FORMAT.text);
      return isBinary ? FORMAT.binary : FORMAT.text;
    },
    prepare(columns: readonly FormattedColumn[], isRepeated: boolean): RowDecoder<Buffer> {
      const isGenerated = isRepeated && canGenerateCode;
      return new JsonDecoder(
        isGenerated ? generateJsonRows(plan, columns) : interpretJsonRows(plan, columns),
      );
    },
  };
}

function formatFor(form: JsonForm, column: ResultColumn): Format {
  if (typeof form === 'function') return preferredFormat(column);
  const isTimestamp = column.type === OID.timestamp || column.type === OID.timestamptz;
  return form === 'instant' && isTimestamp ? FORMAT.binary : FORMAT.text;
}

class JsonDecoder implements RowDecoder<Buffer> {
  readonly #readRows: ReadJsonRows;
  #expectedBytes = 0;

  constructor(readRows: ReadJsonRows) {
    this.#readRows = readRows;
  }

  open(): RowSink<Buffer> {
    const target = new JsonBuffer(this.#expectedBytes);
    target.bytes[target.length++] = OPEN;
    return {
      readRows: (bytes, offset, end) => this.#readRows(bytes, offset, end, target),
      finish: () => this.#finish(target),
    };
  }

  /** The last comma becomes the bracket. */
  #finish(target: JsonBuffer): Buffer {
    const bytes = target.reserve(1);
    const last = target.length - 1;
    const length = bytes[last] === COMMA ? last : target.length;
    bytes[length] = CLOSE;
    this.#expectedBytes = Math.ceil((length + 1) * SLACK);
    return bytes.subarray(0, length + 1);
  }
}
