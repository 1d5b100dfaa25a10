/**
 * How instances of a class are kept outside of this process, in a cache for instance. Folders that
 * have such classes register a codec; folders that store values know nothing of the classes.
 *
 * A value is made in two steps, so that what it is linked with may lead back to it: `decode` makes
 * it from `head`, then `link` hands it its `links`.
 */
export interface ValueCodec<T extends object = object> {
  /** Names the class in stored bytes; stable from version to version. */
  readonly name: string;
  /** `head` must not contain the value itself; `links` may. Both are values that can be stored. */
  encode(value: T): EncodedValue;
  /** @throws anything when the head is not what `encode` made: the value then counts as lost. */
  decode(head: unknown): T;
  link?(value: T, links: unknown): void;
}

export interface EncodedValue {
  readonly head: unknown;
  readonly links?: unknown;
}

/** Where a prototype keeps its codec: found in one property read, and inherited. */
const CODEC: unique symbol = Symbol('uptempo.codec');

const codecs = new Map<string, ValueCodec>();

/**
 * Registers the codec of a class and of those derived from it.
 *
 * @throws Error when the name is taken; this is a mistake in the program itself.
 */
export function registerValueCodec<T extends object>(
  prototype: T,
  codec: ValueCodec<NoInfer<T>>,
): void {
  if (codecs.has(codec.name)) throw new Error(`Value codec ${codec.name} is registered twice`);
  codecs.set(codec.name, codec as unknown as ValueCodec);
  Object.defineProperty(prototype, CODEC, { value: codec });
}

/** The codec of a value's class; undefined when it has none. */
export function valueCodecOf(value: object): ValueCodec | undefined {
  return (value as { readonly [CODEC]?: ValueCodec })[CODEC];
}

export function valueCodecNamed(name: string): ValueCodec | undefined {
  return codecs.get(name);
}
