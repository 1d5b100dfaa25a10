import { isIP } from 'node:net';
import { option } from '../../../core/index.ts';
import { ormError } from '../../errors.ts';
import { maxLength } from '../../validation/validators.ts';
import {
  type AnyField,
  checkFieldOptions,
  Field,
  type FieldFlag,
  type FieldOptions,
  type FlagsOf,
  type InputOf,
  type OrNull,
  type ValueOf,
} from '../field.ts';

/** True or false. */
export function boolean<const Options extends FieldOptions<boolean>>(
  options: Options = {} as Options,
): Field<OrNull<boolean, Options>, FlagsOf<Options>> {
  checkFieldOptions('boolean', options);
  return new Field(options, {
    type: { kind: 'boolean' },
    expected: 'true or false',
    normalize: (value) => (typeof value === 'boolean' ? value : undefined),
  });
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** A UUID, kept in lower case with hyphens. `default: uuid4` or `uuid7` makes one for each row. */
export function uuid<const Options extends FieldOptions<string>>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('uuid', options);
  return new Field(options, {
    type: { kind: 'uuid' },
    expected: 'a UUID',
    normalize(value) {
      if (typeof value !== 'string' || !UUID.test(value)) return undefined;
      const hex = value.replaceAll('-', '').toLowerCase();
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  });
}

interface AddressOptions extends FieldOptions<string> {
  /** Which addresses it takes; default `both`. */
  readonly protocol?: 'both' | 'ipv4' | 'ipv6';
  /** Keeps `::ffff:192.0.2.1` as `192.0.2.1`. Default false. */
  readonly unpackIpv4?: boolean;
}

/** An IPv4 or IPv6 address, kept in the one spelling of RFC 5952. */
export function ipAddress<const Options extends AddressOptions>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('ipAddress', options, {
    protocol: option.oneOf('both', 'ipv4', 'ipv6'),
    unpackIpv4: option.boolean,
  });
  const { protocol = 'both', unpackIpv4 = false } = options;
  return new Field(options, {
    type: { kind: 'ip' },
    expected: { both: 'an IP address', ipv4: 'an IPv4 address', ipv6: 'an IPv6 address' }[protocol],
    normalize(value) {
      if (typeof value !== 'string') return undefined;
      const address = canonicalAddress(value, unpackIpv4);
      return address !== undefined && isOfProtocol(address, protocol) ? address : undefined;
    },
    normalizeCompared: (value) =>
      typeof value === 'string' ? canonicalAddress(value, unpackIpv4) : undefined,
  });
}

/** What JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** What the options of a JSON field are; its default says nothing of its type. */
type JsonOptions<Value> = Omit<FieldOptions<NoInfer<Value>>, 'dbDefault'> & {
  readonly dbDefault?: unknown;
};
type WithDefault = { readonly default: unknown } | { readonly dbDefault: unknown };

/**
 * A JSON document; give its type as `json<Settings>()`. Overloads, because TypeScript infers either
 * all type arguments or none, and the options decide on the flags.
 */
export function json<Value = Json>(
  options: JsonOptions<Value> & { readonly null: true } & WithDefault,
): Field<Value | null, 'null' | 'default'>;
export function json<Value = Json>(
  options: JsonOptions<Value> & { readonly null: true },
): Field<Value | null, 'null'>;
export function json<Value = Json>(
  options: JsonOptions<Value> & WithDefault,
): Field<Value, 'default'>;
export function json<Value = Json>(options?: JsonOptions<Value>): Field<Value>;
export function json(options: FieldOptions<unknown> = {}): Field<unknown, FieldFlag> {
  checkFieldOptions('json', options);
  return new Field(options, {
    type: { kind: 'json' },
    expected: 'a value JSON can hold',
    normalize: normalizeJson,
  });
}

/** Bytes. */
export function binary<
  const Options extends FieldOptions<Uint8Array> & { readonly maxLength?: number },
>(options: Options = {} as Options): Field<OrNull<Uint8Array, Options>, FlagsOf<Options>> {
  checkFieldOptions('binary', options, { maxLength: option.integer({ min: 1 }) });
  return new Field(options, {
    type: { kind: 'binary' },
    expected: 'a Uint8Array',
    normalize: (value) => (value instanceof Uint8Array ? value : undefined),
    validators: options.maxLength === undefined ? [] : [maxLength(options.maxLength)],
  });
}

/**
 * A list of values of one field, on PostgreSQL: `array(char({ maxLength: 40 }))`. With `size`,
 * lists of at most so many items are taken. Lists of lists have items of one length.
 *
 * @throws orm.model.invalid when the items are keys, generated or have options of columns
 */
export function array<
  Item extends AnyField,
  const Options extends FieldOptions<readonly InputOf<Item>[], readonly ValueOf<Item>[]> & {
    readonly size?: number;
  },
>(
  of: Item,
  options: Options = {} as Options,
): Field<
  OrNull<ValueOf<Item>[], Options>,
  FlagsOf<Options>,
  OrNull<readonly InputOf<Item>[], Options>
> {
  checkFieldOptions('array', options, { size: option.integer({ min: 1 }) });
  assertItem(of);
  const { size } = options;
  const within = (value: unknown) => size === undefined || (value as unknown[]).length <= size;
  return new Field(options, {
    type: { kind: 'array', item: of.type, size },
    expected: `a list${size === undefined ? '' : ` of at most ${size}`}, each item ${of.expected}`,
    normalize: (value) => (Array.isArray(value) && within(value) ? itemsOf(of, value) : undefined),
    normalizeCompared: (value) => (Array.isArray(value) ? itemsOf(of, value) : undefined),
    validators: size === undefined ? [] : [maxLength(size)],
  });
}

function assertItem({ options }: AnyField): void {
  const foreign = (
    ['default', 'dbDefault', 'index', 'unique', 'primaryKey', 'column'] as const
  ).find((name) => options[name] !== undefined);
  if (foreign === undefined) return;
  throw ormError('orm.model.invalid', `array(): an item has no option "${foreign}".`, {
    hint: 'Give it to the list: array(char({ maxLength: 40 }), { index: true }).',
  });
}

function itemsOf(of: AnyField, items: readonly unknown[]): unknown {
  const normal = items.map((item) => {
    if (item === null) return of.options.null ? null : undefined;
    return of.normalize(item);
  });
  return normal.includes(undefined) ? undefined : normal;
}

function normalizeJson(value: unknown): unknown {
  try {
    return JSON.stringify(value) === undefined ? undefined : value;
  } catch {
    // It holds a bigint, or itself.
    return undefined;
  }
}

const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** The address as RFC 5952 spells it, as PostgreSQL does too; undefined for anything else. */
function canonicalAddress(text: string, unpackIpv4: boolean): string | undefined {
  const version = isIP(text);
  // A zone (`fe80::1%eth0`) names an interface of one machine and is no part of an address.
  if (version === 0 || text.includes('%')) return undefined;
  if (version === 4) return text;
  const address = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const mapped = MAPPED.exec(address);
  if (mapped === null) return address;
  const bytes = [mapped[1]!, mapped[2]!].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
  return `${unpackIpv4 ? '' : '::ffff:'}${bytes.join('.')}`;
}

function isOfProtocol(address: string, protocol: 'both' | 'ipv4' | 'ipv6'): boolean {
  return protocol === 'both' || isIP(address) === (protocol === 'ipv4' ? 4 : 6);
}
