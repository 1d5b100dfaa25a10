/**
 * The format of stored values: one byte that says what follows, then it. Whole numbers of lengths
 * are varints (7 bits a byte, the lowest first), floats and times are little-endian doubles.
 */
export const TAG = {
  undefined: 0x00,
  null: 0x01,
  true: 0x02,
  false: 0x03,
  /** A zigzag varint of at most 32 bits. */
  integer: 0x04,
  double: 0x05,
  /** Length in bytes, Latin-1. */
  latin1: 0x06,
  utf8: 0x07,
  /** For texts with half a surrogate pair, which UTF-8 would replace. */
  utf16: 0x08,
  bigint: 0x09,
  negativeBigint: 0x0a,
  date: 0x0b,
  array: 0x0c,
  /** A place in an array that holds nothing. */
  hole: 0x0d,
  object: 0x0e,
  map: 0x0f,
  set: 0x10,
  regexp: 0x11,
  buffer: 0x12,
  /** A kind of `VIEWS`, then its bytes. */
  view: 0x13,
  error: 0x14,
  boxed: 0x15,
  /** An object that was written before, by its number. */
  reference: 0x16,
  /** A class with a codec: its name, head and links. */
  coded: 0x17,
  /** An object with the names of one that was written before. */
  shaped: 0x18,
  /** 0x80 and above: the whole numbers 0 to 127. */
  small: 0x80,
} as const;

type ViewConstructor = new (
  buffer: ArrayBuffer,
  byteOffset: number,
  length: number,
) => ArrayBufferView;

/** Views on bytes by their number in the format; new ones go to the end. */
export const VIEWS: readonly { readonly name: string; readonly type: ViewConstructor }[] = [
  // A Buffer keeps its class, so it has a number though it is a Uint8Array too.
  { name: 'Buffer', type: Uint8Array },
  { name: 'Uint8Array', type: Uint8Array },
  { name: 'Uint8ClampedArray', type: Uint8ClampedArray },
  { name: 'Int8Array', type: Int8Array },
  { name: 'Uint16Array', type: Uint16Array },
  { name: 'Int16Array', type: Int16Array },
  { name: 'Uint32Array', type: Uint32Array },
  { name: 'Int32Array', type: Int32Array },
  { name: 'Float32Array', type: Float32Array },
  { name: 'Float64Array', type: Float64Array },
  { name: 'BigInt64Array', type: BigInt64Array },
  { name: 'BigUint64Array', type: BigUint64Array },
  { name: 'DataView', type: DataView },
];

/** The errors that come back as what they were; others come back as `Error`, as structured clone has it. */
export const ERRORS: ReadonlyMap<string, ErrorConstructor> = new Map(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [
    type.name,
    type as ErrorConstructor,
  ]),
);

/** Nesting that is written and read; what is deeper would overflow the stack of a reader. */
export const MAX_DEPTH = 400;
