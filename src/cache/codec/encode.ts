import { isNativeError, isProxy } from 'node:util/types';
import { type ValueCodec, valueCodecOf } from '../../core/index.ts';
import { cacheError } from '../errors.ts';
import type { ByteWriter } from './byte-writer.ts';
import { ERRORS, MAX_DEPTH, TAG, VIEWS } from './format.ts';
import { pathTo } from './path.ts';

/**
 * Writes a value: everything structured clone takes, and classes with a codec (`Decimal`,
 * `Duration`, rows of models). Objects that occur twice are written once, circles included. Other
 * classes are refused: they would come back as plain objects, on a hit only.
 *
 * @throws cache.value.unserializable, which says where in the value the offender is.
 */
export function encodeValue(writer: ByteWriter, value: unknown): void {
  const encoder = new Encoder(writer);
  try {
    encoder.write(value);
  } catch (error) {
    if (!(error instanceof Unserializable)) throw error;
    throw cacheError(
      'cache.value.unserializable',
      `A value cannot be cached: ${pathTo(value, error.culprit)} is ${error.reason}.`,
      { hint: error.hint },
    );
  }
}

class Unserializable extends Error {
  readonly culprit: unknown;
  readonly reason: string;
  readonly hint: string;

  constructor(culprit: unknown, reason: string, hint: string) {
    super(reason);
    this.culprit = culprit;
    this.reason = reason;
    this.hint = hint;
  }
}

const PLAIN_HINT =
  'Cache plain data: objects, lists, Map, Set, Date, Decimal and rows. Turn the rest into it first.';

/** The property names of an object, as they were written. */
interface Shape {
  readonly number: number;
  readonly names: readonly string[];
}

class Encoder {
  readonly #writer: ByteWriter;
  /** Numbers of the objects written so far; made with the first object. */
  #references: Map<object, number> | undefined;
  /** The lists of property names written so far. */
  #shapes: Map<string, Shape> | undefined;
  #lastShape: Shape | undefined;
  #shapeCount = 0;
  #depth = 0;

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  write(value: unknown): void {
    if (typeof value === 'string') this.#string(value);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'object') this.#objectOrNull(value);
    else this.#otherPrimitive(value);
  }

  #otherPrimitive(value: unknown): void {
    if (typeof value === 'boolean') this.#writer.byte(value ? TAG.true : TAG.false);
    else if (value === undefined) this.#writer.byte(TAG.undefined);
    else if (typeof value === 'bigint') this.#bigint(value);
    else throw new Unserializable(value, `a ${typeof value}`, PLAIN_HINT);
  }

  #string(text: string): void {
    const writer = this.#writer;
    const { length } = text;
    const utf8Length = Buffer.byteLength(text);
    if (utf8Length === length) this.#text(TAG.latin1, text, length, 'latin1');
    else if (text.isWellFormed()) this.#text(TAG.utf8, text, utf8Length, 'utf8');
    else {
      writer.byte(TAG.utf16);
      writer.varint(length * 2);
      writer.text(text, length * 2, 'utf16le');
    }
  }

  #text(tag: number, text: string, byteLength: number, encoding: 'latin1' | 'utf8'): void {
    this.#writer.byte(tag);
    this.#writer.varint(byteLength);
    this.#writer.text(text, byteLength, encoding);
  }

  #number(value: number): void {
    const writer = this.#writer;
    if ((value | 0) !== value || Object.is(value, -0)) {
      writer.byte(TAG.double);
      writer.double(value);
    } else if (value >= 0 && value < TAG.small) {
      writer.byte(TAG.small + value);
    } else {
      writer.byte(TAG.integer);
      writer.varint(value < 0 ? -value * 2 - 1 : value * 2);
    }
  }

  #bigint(value: bigint): void {
    const digits = (value < 0n ? -value : value).toString(16);
    const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
    this.#writer.byte(value < 0n ? TAG.negativeBigint : TAG.bigint);
    this.#writer.varint(bytes.length);
    this.#writer.bytes(bytes);
  }

  #objectOrNull(value: object | null): void {
    if (value === null) this.#writer.byte(TAG.null);
    else this.#object(value);
  }

  #object(value: object): void {
    this.#references ??= new Map();
    const known = this.#references.get(value);
    if (known !== undefined) {
      this.#writer.byte(TAG.reference);
      this.#writer.varint(known);
      return;
    }
    this.#references.set(value, this.#references.size);
    if (++this.#depth > MAX_DEPTH) {
      throw new Unserializable(value, `nested ${MAX_DEPTH} deep`, 'Cache a flatter value.');
    }
    this.#contents(value);
    this.#depth -= 1;
  }

  #contents(value: object): void {
    const codec = valueCodecOf(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (codec !== undefined) this.#coded(value, codec);
    else if (Array.isArray(value)) this.#array(value);
    else if (prototype === Object.prototype || prototype === null) this.#plain(value);
    else this.#builtIn(value);
  }

  #coded(value: object, codec: ValueCodec): void {
    const { head, links } = codec.encode(value);
    this.#writer.byte(TAG.coded);
    this.#string(codec.name);
    this.write(head);
    this.write(links);
  }

  #array(list: readonly unknown[]): void {
    this.#writer.byte(TAG.array);
    this.#writer.varint(list.length);
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index];
      if (item === undefined && !Object.hasOwn(list, index)) this.#writer.byte(TAG.hole);
      else this.write(item);
    }
  }

  /** The names are written with the first object that has them, as rows of a list do. */
  #plain(value: object): void {
    if (isProxy(value)) throw new Unserializable(value, 'a Proxy', PLAIN_HINT);
    const names = Object.keys(value);
    const shape = this.#shapeOf(names);
    if (shape === undefined) this.#newShape(names);
    else {
      this.#writer.byte(TAG.shaped);
      this.#writer.varint(shape.number);
    }
    const record = value as Readonly<Record<string, unknown>>;
    for (const name of names) this.write(record[name]);
  }

  /** Rows of a list have the names of the row before: comparing is faster than looking up. */
  #shapeOf(names: readonly string[]): Shape | undefined {
    if (this.#lastShape !== undefined && areEqual(this.#lastShape.names, names)) {
      return this.#lastShape;
    }
    const shape = this.#shapes?.get(names.join());
    // Names may hold commas: what was found may be another list.
    if (shape === undefined || !areEqual(shape.names, names)) return undefined;
    this.#lastShape = shape;
    return shape;
  }

  #newShape(names: readonly string[]): void {
    const writer = this.#writer;
    this.#lastShape = { number: this.#shapeCount++, names };
    this.#shapes ??= new Map();
    this.#shapes.set(names.join(), this.#lastShape);
    writer.byte(TAG.object);
    writer.varint(names.length);
    for (const name of names) this.#string(name);
  }

  #builtIn(value: object): void {
    if (value instanceof Date) this.#date(value);
    else if (value instanceof Map) this.#map(value);
    else if (value instanceof Set) this.#set(value);
    else if (ArrayBuffer.isView(value)) this.#view(value);
    else if (value instanceof ArrayBuffer) this.#buffer(value);
    else if (value instanceof RegExp) this.#regexp(value);
    else if (isNativeError(value)) this.#error(value as Error);
    else if (isBoxed(value)) this.#boxed(value);
    else throw this.#refusal(value);
  }

  #date(date: Date): void {
    this.#writer.byte(TAG.date);
    this.#writer.double(date.getTime());
  }

  #regexp({ source, flags }: RegExp): void {
    this.#writer.byte(TAG.regexp);
    this.#string(source);
    this.#string(flags);
  }

  #buffer(buffer: ArrayBuffer): void {
    this.#writer.byte(TAG.buffer);
    this.#writer.varint(buffer.byteLength);
    this.#writer.bytes(new Uint8Array(buffer));
  }

  #boxed(value: { valueOf(): unknown }): void {
    this.#writer.byte(TAG.boxed);
    this.write(value.valueOf());
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    this.#writer.byte(TAG.map);
    this.#writer.varint(map.size);
    for (const [key, item] of map) {
      this.write(key);
      this.write(item);
    }
  }

  #set(set: ReadonlySet<unknown>): void {
    this.#writer.byte(TAG.set);
    this.#writer.varint(set.size);
    for (const item of set) this.write(item);
  }

  /** Only the bytes in view are written, not the whole memory behind them. */
  #view(view: ArrayBufferView): void {
    const name = Buffer.isBuffer(view) ? 'Buffer' : view.constructor.name;
    const kind = VIEWS.findIndex((candidate) => candidate.name === name);
    if (kind === -1 || view.buffer instanceof SharedArrayBuffer) throw this.#refusal(view);
    this.#writer.byte(TAG.view);
    this.#writer.byte(kind);
    this.#writer.varint(view.byteLength);
    this.#writer.bytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }

  #error(error: Error): void {
    this.#writer.byte(TAG.error);
    this.#string(ERRORS.has(error.name) ? error.name : 'Error');
    this.#string(String(error.message));
    this.#string(String(error.stack ?? ''));
    this.write(error.cause);
  }

  #refusal(value: object): Unserializable {
    const name = value.constructor?.name ?? 'a class without a name';
    return new Unserializable(
      value,
      `an instance of ${name}`,
      `${PLAIN_HINT} An instance of a class would come back without its methods, and only on a hit.`,
    );
  }
}

function isBoxed(value: object): value is object & { valueOf(): unknown } {
  return (
    value instanceof String ||
    value instanceof Number ||
    value instanceof Boolean ||
    value instanceof BigInt
  );
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
