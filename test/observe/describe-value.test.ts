import { expect, test } from 'vitest';
import {
  describeNamed,
  describeValue,
  isSecretName,
  maskSecrets,
} from '../../src/observe/index.ts';

class Seat {
  readonly row: string;
  readonly number: number;

  constructor(row: string, number: number) {
    this.row = row;
    this.number = number;
  }
}

/** Throws when anything is asked of it. */
const trap = new Proxy(
  {},
  {
    get() {
      throw new Error('asked');
    },
    ownKeys() {
      throw new Error('asked');
    },
    getPrototypeOf() {
      throw new Error('asked');
    },
  },
);

test.each<[unknown, string]>([
  ['Jaws', '"Jaws"'],
  [7, '7'],
  [7n, '7n'],
  [null, 'null'],
  [undefined, 'undefined'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(Number.NaN), 'Invalid Date'],
  [/ab/g, '/ab/g'],
  [new Uint8Array(3), '<3 bytes>'],
  [[1, 'a', [2]], '[ 1, "a", [ 2 ] ]'],
  [{ title: 'Jaws', seats: { a: 1 } }, '{ title: "Jaws", seats: { a: 1 } }'],
  [{ a: { b: { c: { d: 1 } } } }, '{ a: { b: Object {…} } }'],
  [new Seat('A', 7), 'Seat { row: "A", number: 7 }'],
  [new Map([['a', 1]]), 'Map(1) { "a": 1 }'],
  [new Map([['password', 'x']]), 'Map(1) { "password": •••••• }'],
  [new Set([1, 2]), 'Set(2) { 1, 2 }'],
  [new Error('No seats.'), 'Error: No seats.'],
  [Promise.resolve(1), 'Promise (not awaited)'],
  [function seats() {}, 'function seats'],
  [trap, '[proxy]'],
  [Object.create(null), '{}'],
])('a value as text: %#', (value, text) => {
  expect(describeValue(value)).toBe(text);
});

test('what is lazy stays so: getters, thenables and generators are not run', () => {
  let calls = 0;
  const getter = Object.defineProperty({}, 'seats', { enumerable: true, get: () => ++calls });
  const item = Object.defineProperty([1], 1, { enumerable: true, get: () => ++calls });
  class QuerySet {
    then() {
      calls++;
    }
  }
  const texts = [getter, item, new QuerySet()].map(describeValue);
  expect(texts).toEqual(['{ seats: [getter] }', '[ 1, [getter] ]', 'QuerySet (not evaluated)']);
  expect(calls).toBe(0);
});

test('large values cost no more than small ones', () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => ({ index, text: 'x'.repeat(1_000) }));
  const text = describeValue(rows);
  expect(text.length).toBeLessThan(650);
  expect(describeValue(Array.from({ length: 50 }, () => 1))).toContain('… 42 more');
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  expect(describeValue(cyclic)).toBe('{ self: { self: Object {…} } }');
});

test('what is named like a secret is masked, at any depth', () => {
  expect(describeNamed('apiToken', 'abc')).toBe('••••••');
  expect(describeNamed('title', 'abc')).toBe('"abc"');
  expect(describeNamed('hasPassword', true)).toBe('true');
  expect(describeValue({ user: { password: 'abc', name: 'Ada' } })).toBe(
    '{ user: { password: ••••••, name: "Ada" } }',
  );
});

test.each([
  ['password', true],
  ['SECRET_KEY', true],
  ['sessionid', true],
  ['AWS_ACCESS_KEY_ID', true],
  ['author', false],
  ['author_name', false],
  ['tokenCount', false],
  ['title', false],
])('%s is a name of a secret: %s', (name, isSecret) => {
  expect(isSecretName(name)).toBe(isSecret);
});

test.each([
  ['postgresql://ada:s3cret@db:5432/cinema', 'postgresql://ada:••••••@db:5432/cinema'],
  ['https://s3cret@sentry.example/7', 'https://••••••@sentry.example/7'],
  ['redis://:s3cret@cache:6379', 'redis://:••••••@cache:6379'],
  [
    'https://api.example/rates?api_key=s3cret&day=1',
    'https://api.example/rates?api_key=••••••&day=1',
  ],
  ['host=db password=s3cret user=ada', 'host=db password=•••••• user=ada'],
  ['bearer eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl', 'bearer ••••••'],
  ['sk_live_4eC39HqLyjWD', '••••••'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '••••••'],
  [
    'mail ada@example.org about https://example.org/a',
    'mail ada@example.org about https://example.org/a',
  ],
])('%s has no secret left', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked);
});
