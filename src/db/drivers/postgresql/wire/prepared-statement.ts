import type { MessageWriter } from './message-writer.ts';
import type { WireValue } from './parameters.ts';
import {
  ALL_TEXT,
  encodeFormats,
  formatColumns,
  type RowDecoder,
  type RowReader,
} from './row-reader.ts';
import type { ResultColumn } from './server-message.ts';

/** A decoder with the formats that its columns must be asked for in. */
interface BoundDecoder {
  readonly reader: RowReader<unknown>;
  readonly decoder: RowDecoder<unknown>;
  readonly formats: Uint8Array;
}

/** How many readers' decoders a statement keeps: as a rule it is read as rows, or as JSON too. */
const MAX_DECODERS = 4;

/**
 * A statement on one connection: parsed once, described once, its rows' decoder made once.
 *
 * Parse and Describe are written together with the first Bind, so they cost no round trip. Hence
 * the first run does not know its columns when it is bound: it asks for text and its decoder is
 * found when the description arrives. Later runs ask for the formats that their reader likes.
 */
export class PreparedStatement {
  readonly sql: string;
  /** Unnamed statements are parsed anew each time, for proxies that change servers between them. */
  readonly isNamed: boolean;
  name: string;
  /** Whether Parse has been written; what became of it may not be known yet. */
  isParsed = false;
  /** Why the last Parse failed; runs that were bound behind it only know that the name is missing. */
  parseFailure: Error | undefined;
  #columns: readonly ResultColumn[] | undefined;
  #decoders: BoundDecoder[] = [];

  constructor(sql: string, name: string) {
    this.sql = sql;
    this.name = name;
    this.isNamed = name !== '';
  }

  /** The result's columns, once they are known; none for a statement without rows. */
  get columns(): readonly ResultColumn[] | undefined {
    return this.#columns;
  }

  /** Writes Parse and Describe when they are due; returns whether it did. */
  prepare(writer: MessageWriter): boolean {
    if (this.isNamed && this.isParsed) return false;
    writer.parse(this.name, this.sql);
    writer.describeStatement(this.name);
    this.isParsed = true;
    return true;
  }

  /** Writes a Bind; returns the decoder of its rows if it is known before they arrive. */
  bind<Result>(
    writer: MessageWriter,
    portal: string,
    values: readonly WireValue[],
    reader: RowReader<Result>,
  ): RowDecoder<Result> | undefined {
    const bound =
      this.isNamed && this.#columns !== undefined ? this.#boundDecoder(reader) : undefined;
    writer.bind(portal, this.name, values, bound?.formats ?? ALL_TEXT);
    return bound?.decoder;
  }

  /** The decoder of rows that came as text, for a run that was bound before the description. */
  textDecoder<Result>(reader: RowReader<Result>): RowDecoder<Result> {
    return reader.prepare(formatColumns(this.#columns ?? [], undefined), false);
  }

  /** Notes what the server says of the columns. */
  describe(columns: readonly ResultColumn[]): void {
    this.#columns = columns;
    this.#decoders = [];
  }

  /** Begins anew under another name, after the server has lost it or its columns have changed. */
  restart(name: string): void {
    if (this.isNamed) this.name = name;
    this.isParsed = false;
    this.#columns = undefined;
    this.#decoders = [];
  }

  #boundDecoder<Result>(reader: RowReader<Result>): {
    decoder: RowDecoder<Result>;
    formats: Uint8Array;
  } {
    for (const bound of this.#decoders) {
      if (bound.reader === reader)
        return bound as { decoder: RowDecoder<Result>; formats: Uint8Array };
    }
    const columns = formatColumns(this.#columns ?? [], reader);
    const decoder = reader.prepare(columns, true);
    const bound = { reader, decoder, formats: encodeFormats(columns) };
    this.#decoders = [bound, ...this.#decoders.slice(0, MAX_DECODERS - 1)];
    return bound;
  }
}
