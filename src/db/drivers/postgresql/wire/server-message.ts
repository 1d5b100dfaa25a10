import type { TextBytes } from './text-bytes.ts';

/** What the fields of an ErrorResponse or NoticeResponse are called; the names are pg's. */
const FIELD_NAMES: Readonly<Record<string, keyof ServerReport>> = {
  V: 'severity',
  C: 'code',
  M: 'message',
  D: 'detail',
  H: 'hint',
  P: 'position',
  p: 'internalPosition',
  q: 'internalQuery',
  W: 'where',
  s: 'schema',
  t: 'table',
  c: 'column',
  d: 'dataType',
  n: 'constraint',
  F: 'file',
  L: 'line',
  R: 'routine',
};

/** What the server says of an error or a notice. */
export interface ServerReport {
  severity?: string;
  /** SQLSTATE. */
  code?: string;
  message?: string;
  detail?: string;
  hint?: string;
  position?: string;
  internalPosition?: string;
  internalQuery?: string;
  where?: string;
  schema?: string;
  table?: string;
  column?: string;
  dataType?: string;
  constraint?: string;
  file?: string;
  line?: string;
  routine?: string;
}

/** An error of the server, with the properties of pg's `DatabaseError`. */
export interface ServerError extends Error, Omit<ServerReport, 'message'> {}

/** A column of a result as the server describes it. */
export interface ResultColumn {
  readonly name: string;
  /** Identifier of its type. */
  readonly type: number;
}

export function readReport(bytes: TextBytes, start: number, end: number): ServerReport {
  const report: ServerReport = {};
  for (let offset = start; offset < end && bytes[offset] !== 0; ) {
    const name = FIELD_NAMES[String.fromCharCode(bytes[offset]!)];
    const stop = bytes.indexOf(0, offset + 1);
    if (name !== undefined) report[name] = bytes.utf8Slice(offset + 1, stop);
    offset = stop + 1;
  }
  return report;
}

/** The report as something to be thrown. Its stack says nothing, so none is taken. */
export function serverError(report: ServerReport): ServerError {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return Object.assign(new Error(report.message), report, { name: 'PostgresqlError' });
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Whether the server closes the connection after this. */
export function isFatal({ severity }: ServerReport): boolean {
  return severity === 'FATAL' || severity === 'PANIC';
}

export function readColumns(bytes: TextBytes, start: number): readonly ResultColumn[] {
  const columns: ResultColumn[] = [];
  const count = bytes.readInt16BE(start);
  let offset = start + 2;
  for (let index = 0; index < count; index++) {
    const stop = bytes.indexOf(0, offset);
    const name = bytes.utf8Slice(offset, stop);
    // Behind the name: table (4 bytes), column number (2), type (4), size (2), modifier (4), format (2).
    columns.push({ name, type: bytes.readUInt32BE(stop + 7) });
    offset = stop + 19;
  }
  return columns;
}

/** What a command was, without the number of rows: `ROLLBACK`, `INSERT`. */
export function readCommand(bytes: TextBytes, start: number, end: number): string {
  return bytes.utf8Slice(start, end - 1).replace(/[ 0-9]+$/, '');
}

/** The number of rows in a tag such as `INSERT 0 5` or `UPDATE 3`; 0 where it has none. */
export function readRowCount(bytes: TextBytes, start: number, end: number): number {
  let count = 0;
  let scale = 1;
  // The tag ends with a zero byte.
  for (let offset = end - 2; offset >= start; offset--) {
    const digit = bytes[offset]! - 48;
    if (digit < 0 || digit > 9) break;
    count += digit * scale;
    scale *= 10;
  }
  return count;
}

/** What NOTIFY sent. */
export interface Notification {
  readonly channel: string;
  readonly payload: string;
  /** Process of the server that sent it. */
  readonly processID: number;
}

export function readNotification(bytes: TextBytes, start: number, end: number): Notification {
  const [channel = '', payload = ''] = readStrings(bytes, start + 4, end);
  return { channel, payload, processID: bytes.readInt32BE(start) };
}

/** Texts that each end with a zero byte. */
export function readStrings(bytes: TextBytes, start: number, end: number): readonly string[] {
  return bytes.utf8Slice(start, end).split('\0').slice(0, -1);
}
