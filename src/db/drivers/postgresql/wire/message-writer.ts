import { parameterText, type WireValue } from './parameters.ts';
import { FORMAT, FRONTEND, TARGET } from './protocol.ts';

/** Messages are collected in pieces of this size; a longer one gets a buffer of its own. */
const CHUNK_BYTES = 32_768;

/** A loop over the characters is faster than a call into Node up to about here (bench: `wire`). */
const SHORT_TEXT = 48;

/** UTF-8 takes three bytes at most for each UTF-16 code unit. */
const MAX_BYTES_PER_UNIT = 3;

/** From here on room is made for the bytes a text really takes, not for the most it could. */
const LONG_TEXT = 4_096;

/**
 * Collects messages to the server until they are taken, all at once. A chunk that was taken in part
 * is written on behind that part and never over it: the socket may still be sending it.
 */
export class MessageWriter {
  #bytes = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  /** Where the bytes begin that nobody has taken. */
  #start = 0;
  #end = 0;

  get pendingBytes(): number {
    return this.#end - this.#start;
  }

  /** Everything written since the last call; undefined when there is nothing. */
  take(): Buffer | undefined {
    if (this.#start === this.#end) return undefined;
    const taken = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return taken;
  }

  parse(name: string, sql: string): void {
    const length = this.#begin(FRONTEND.parse);
    this.#zeroTerminated(name);
    this.#zeroTerminated(sql);
    // No types of parameters: the server finds them out.
    this.#int16(0);
    this.#finish(length);
  }

  describeStatement(name: string): void {
    this.#about(FRONTEND.describe, TARGET.statement, name);
  }

  closeStatement(name: string): void {
    this.#about(FRONTEND.close, TARGET.statement, name);
  }

  closePortal(name: string): void {
    this.#about(FRONTEND.close, TARGET.portal, name);
  }

  /** @param formats of the result's columns, with their number before them, as they are sent. */
  bind(portal: string, statement: string, values: readonly WireValue[], formats: Uint8Array): void {
    const length = this.#begin(FRONTEND.bind);
    this.#zeroTerminated(portal);
    this.#zeroTerminated(statement);
    this.#parameterFormats(values);
    this.#int16(values.length);
    for (let index = 0; index < values.length; index++) this.#value(values[index]!);
    this.#raw(formats);
    this.#finish(length);
  }

  /** @param maxRows after which the portal is suspended; 0 for all. */
  execute(portal: string, maxRows: number): void {
    const length = this.#begin(FRONTEND.execute);
    this.#zeroTerminated(portal);
    this.#int32(maxRows);
    this.#finish(length);
  }

  sync(): void {
    this.#finish(this.#begin(FRONTEND.sync));
  }

  query(sql: string): void {
    const length = this.#begin(FRONTEND.query);
    this.#zeroTerminated(sql);
    this.#finish(length);
  }

  copyData(text: string): void {
    const length = this.#begin(FRONTEND.copyData);
    this.#text(text);
    this.#finish(length);
  }

  copyDone(): void {
    this.#finish(this.#begin(FRONTEND.copyDone));
  }

  copyFail(reason: string): void {
    const length = this.#begin(FRONTEND.copyFail);
    this.#zeroTerminated(reason);
    this.#finish(length);
  }

  #about(code: number, target: number, name: string): void {
    const length = this.#begin(code);
    this.#reserve(1);
    this.#bytes[this.#end++] = target;
    this.#zeroTerminated(name);
    this.#finish(length);
  }

  /** One format for each parameter if one of them is binary; none at all means all text. */
  #parameterFormats(values: readonly WireValue[]): void {
    if (!values.some((value) => value instanceof Uint8Array)) {
      this.#int16(0);
      return;
    }
    this.#int16(values.length);
    for (const value of values) {
      this.#int16(value instanceof Uint8Array ? FORMAT.binary : FORMAT.text);
    }
  }

  #value(value: WireValue): void {
    if (value instanceof Uint8Array) {
      this.#int32(value.length);
      this.#raw(value);
      return;
    }
    const text = parameterText(value);
    if (text === undefined) {
      this.#int32(-1);
      return;
    }
    this.#int32(0);
    const start = this.#written();
    this.#text(text);
    this.#patch(start - 4, this.#written() - start);
  }

  #zeroTerminated(text: string): void {
    this.#text(text);
    this.#reserve(1);
    this.#bytes[this.#end++] = 0;
  }

  #text(text: string): void {
    const units = text.length;
    this.#reserve(units > LONG_TEXT ? Buffer.byteLength(text) : units * MAX_BYTES_PER_UNIT);
    if (units > SHORT_TEXT || !this.#asciiText(text)) {
      this.#end += this.#bytes.write(text, this.#end);
    }
  }

  /** Writes it if it is ASCII; the end stays where it was if not. */
  #asciiText(text: string): boolean {
    const bytes = this.#bytes;
    const start = this.#end;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 127) return false;
      bytes[start + index] = unit;
    }
    this.#end = start + text.length;
    return true;
  }

  #raw(source: Uint8Array): void {
    this.#reserve(source.length);
    this.#bytes.set(source, this.#end);
    this.#end += source.length;
  }

  #int16(value: number): void {
    this.#reserve(2);
    this.#bytes[this.#end++] = value >>> 8;
    this.#bytes[this.#end++] = value;
  }

  #int32(value: number): void {
    this.#reserve(4);
    this.#end += 4;
    this.#patch(this.#written() - 4, value);
  }

  /** Begins a message; returns the place of its length, to be given to `#finish`. */
  #begin(code: number): number {
    this.#reserve(5);
    this.#bytes[this.#end] = code;
    this.#end += 5;
    return this.#written() - 4;
  }

  #finish(length: number): void {
    this.#patch(length, this.#written() - length);
  }

  /** Places are counted from the first byte not taken, since a larger chunk moves them. */
  #written(): number {
    return this.#end - this.#start;
  }

  #patch(place: number, value: number): void {
    const offset = this.#start + place;
    const bytes = this.#bytes;
    bytes[offset] = value >>> 24;
    bytes[offset + 1] = value >>> 16;
    bytes[offset + 2] = value >>> 8;
    bytes[offset + 3] = value;
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const pending = this.#end - this.#start;
    const larger = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, pending * 2 + count));
    this.#bytes.copy(larger, 0, this.#start, this.#end);
    this.#bytes = larger;
    this.#start = 0;
    this.#end = pending;
  }
}
