/**
 * Codes of PostgreSQL's protocol 3.0, each the ASCII code of its letter.
 * Source: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export const FRONTEND = {
  bind: 0x42,
  close: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyFail: 0x66,
  describe: 0x44,
  execute: 0x45,
  parse: 0x50,
  query: 0x51,
  sync: 0x53,
} as const;

export const BACKEND = {
  bindComplete: 0x32,
  closeComplete: 0x33,
  commandComplete: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyInResponse: 0x47,
  copyOutResponse: 0x48,
  dataRow: 0x44,
  emptyQueryResponse: 0x49,
  errorResponse: 0x45,
  noData: 0x6e,
  noticeResponse: 0x4e,
  notificationResponse: 0x41,
  parameterDescription: 0x74,
  parameterStatus: 0x53,
  parseComplete: 0x31,
  portalSuspended: 0x73,
  readyForQuery: 0x5a,
  rowDescription: 0x54,
} as const;

/** What Describe and Close refer to. */
export const TARGET = { statement: 0x53, portal: 0x50 } as const;

/** Transaction status of a ReadyForQuery: idle, in a transaction, in a failed one. */
export const STATUS = { idle: 0x49, transaction: 0x54, failed: 0x45 } as const;

/** A message's code and the four bytes of its length, which counts itself but not the code. */
export const HEADER_BYTES = 5;

/** How a value is sent: as the text one would write in SQL, or in the type's own binary form. */
export const FORMAT = { text: 0, binary: 1 } as const;
export type Format = (typeof FORMAT)[keyof typeof FORMAT];

/** Types by the identifiers PostgreSQL fixes for them (src/include/catalog/pg_type.dat). */
export const OID = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  float4: 700,
  float8: 701,
  timestamp: 1114,
  timestamptz: 1184,
} as const;

/** Most parameters of one statement: their number is sent as 16 bits. */
export const MAX_PARAMETERS = 65_535;

/** PostgreSQL allocates no message above this (MaxAllocSize), so neither do we. */
export const MAX_MESSAGE_BYTES = 0x3fff_ffff;
