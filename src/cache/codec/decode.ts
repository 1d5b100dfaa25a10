import { valueCodecNamed } from '../../core/index.ts';
import { type ByteReader, CorruptBytes } from './byte-reader.ts';
import { ERRORS, MAX_DEPTH, TAG, VIEWS } from './format.ts';

/**
 * Reads what `encodeValue` wrote. Bytes that somebody else wrote can do no more than give wrong
 * data: only the types of the format are made, none of them runs anything, a codec is found by its
 * name in a table and never loaded, and no length is believed that the bytes do not bear out.
 *
 * @throws CorruptBytes, or what a codec throws when its head is not what it wrote.
 */
export function decodeValue(reader: ByteReader): unknown {
  return new Decoder(reader).read();
}

class Decoder {
  readonly #reader: ByteReader;
  readonly #objects: (object | undefined)[] = [];
  readonly #shapes: (readonly string[])[] = [];
  #depth = 0;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  read(): unknown {
    const reader = this.#reader;
    const tag = reader.byte();
    if (tag >= TAG.small) return tag - TAG.small;
    switch (tag) {
      case TAG.latin1:
        return reader.text('latin1');
      case TAG.utf8:
        return reader.text('utf8');
      case TAG.utf16:
        return reader.text('utf16le');
      case TAG.integer:
        return fromZigzag(reader.varint());
      case TAG.double:
        return reader.double();
      case TAG.undefined:
        return undefined;
      case TAG.null:
        return null;
      case TAG.true:
        return true;
      case TAG.false:
        return false;
      case TAG.bigint:
        return this.#bigint();
      case TAG.negativeBigint:
        return -this.#bigint();
      default:
        return this.#object(tag);
    }
  }

  /** Objects are numbered in the order they begin in, as the encoder numbered them. */
  #object(tag: number): unknown {
    if (tag === TAG.reference) return this.#reference();
    if (++this.#depth > MAX_DEPTH) throw new CorruptBytes('is nested too deep');
    const slot = this.#objects.push(undefined) - 1;
    const value = this.#contents(tag, slot);
    this.#depth -= 1;
    return value;
  }

  #contents(tag: number, slot: number): unknown {
    const reader = this.#reader;
    switch (tag) {
      case TAG.object:
        return this.#plain(slot, this.#newShape());
      case TAG.shaped:
        return this.#plain(slot, this.#knownShape());
      case TAG.array:
        return this.#array(slot);
      case TAG.date:
        return this.#keep(slot, new Date(reader.double()));
      case TAG.map:
        return this.#map(slot);
      case TAG.set:
        return this.#set(slot);
      case TAG.coded:
        return this.#coded(slot);
      case TAG.view:
        return this.#view(slot);
      case TAG.buffer:
        return this.#keep(slot, reader.bytes().buffer);
      case TAG.error:
        return this.#error(slot);
      case TAG.regexp:
        return this.#keep(slot, new RegExp(this.#string(), this.#string()));
      case TAG.boxed:
        return this.#boxed(slot);
      default:
        throw new CorruptBytes('has a type that does not exist');
    }
  }

  /** Makes the object one that references find; containers before their contents are read. */
  #keep<T extends object>(slot: number, value: T): T {
    this.#objects[slot] = value;
    return value;
  }

  #reference(): object {
    const value = this.#objects[this.#reader.varint()];
    if (value === undefined) throw new CorruptBytes('refers to an object that is not there');
    return value;
  }

  #plain(slot: number, names: readonly string[]): object {
    const object: Record<string, unknown> = this.#keep(slot, {});
    for (const name of names) {
      const value = this.read();
      if (name !== '__proto__') object[name] = value;
      // Assigning would set the prototype.
      else Object.defineProperty(object, name, { ...OWN, value });
    }
    return object;
  }

  #newShape(): readonly string[] {
    const count = this.#reader.count();
    const names: string[] = [];
    for (let index = 0; index < count; index += 1) names.push(this.#string());
    this.#shapes.push(names);
    return names;
  }

  #knownShape(): readonly string[] {
    const names = this.#shapes[this.#reader.varint()];
    if (names === undefined) throw new CorruptBytes('refers to names that are not there');
    return names;
  }

  #array(slot: number): readonly unknown[] {
    const count = this.#reader.count();
    const list: unknown[] = this.#keep(slot, []);
    for (let index = 0; index < count; index += 1) {
      if (this.#reader.peek() === TAG.hole) this.#reader.byte();
      else list[index] = this.read();
    }
    list.length = count;
    return list;
  }

  #map(slot: number): ReadonlyMap<unknown, unknown> {
    const count = this.#reader.count();
    const map = this.#keep(slot, new Map<unknown, unknown>());
    for (let index = 0; index < count; index += 1) map.set(this.read(), this.read());
    return map;
  }

  #set(slot: number): ReadonlySet<unknown> {
    const count = this.#reader.count();
    const set = this.#keep(slot, new Set<unknown>());
    for (let index = 0; index < count; index += 1) set.add(this.read());
    return set;
  }

  #coded(slot: number): object {
    const codec = valueCodecNamed(this.#string());
    if (codec === undefined) throw new CorruptBytes('has a class that is not known here');
    const value = this.#keep(slot, codec.decode(this.read()));
    const links = this.read();
    codec.link?.(value, links);
    return value;
  }

  #view(slot: number): ArrayBufferView {
    const { name, type } = VIEWS[this.#reader.byte()] ?? {};
    if (type === undefined) throw new CorruptBytes('has a view on bytes that does not exist');
    const bytes = this.#reader.bytes();
    if (name === 'Buffer') return this.#keep(slot, Buffer.from(bytes.buffer));
    const width = (type as { readonly BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    if (bytes.length % width !== 0) throw new CorruptBytes('has half of an element');
    return this.#keep(slot, new type(bytes.buffer, 0, bytes.length / width));
  }

  #error(slot: number): Error {
    const type = ERRORS.get(this.#string()) ?? Error;
    const error = this.#keep(slot, new type(this.#string()));
    Object.defineProperty(error, 'stack', { ...HIDDEN, value: this.#string() });
    const cause = this.read();
    if (cause !== undefined) Object.defineProperty(error, 'cause', { ...HIDDEN, value: cause });
    return error;
  }

  #boxed(slot: number): object {
    const value = this.read();
    if (value === null || !PRIMITIVES.has(typeof value))
      throw new CorruptBytes('boxes no primitive');
    return this.#keep(slot, Object(value));
  }

  #bigint(): bigint {
    const bytes = this.#reader.bytes();
    return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes.buffer).toString('hex')}`);
  }

  #string(): string {
    const text = this.read();
    if (typeof text !== 'string') throw new CorruptBytes('lacks a text');
    return text;
  }
}

const OWN = { writable: true, enumerable: true, configurable: true } as const;
const HIDDEN = { writable: true, enumerable: false, configurable: true } as const;
const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'bigint']);

function fromZigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
