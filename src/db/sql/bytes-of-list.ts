/**
 * A list of values in the form that the database takes as one parameter. It knows its items, so that
 * whoever listens is told these and not bytes.
 */
export class BytesOfList extends Uint8Array<ArrayBuffer> {
  /** Parts of it are bytes and nothing more. */
  static get [Symbol.species](): Uint8ArrayConstructor {
    return Uint8Array;
  }

  readonly items: readonly unknown[];

  /** @param bytes - not copied. */
  constructor(bytes: Uint8Array<ArrayBuffer>, items: readonly unknown[]) {
    super(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.items = items;
  }
}
