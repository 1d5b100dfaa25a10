import { describe, expect, test } from 'vitest';
import { checkOptions, type OptionKind, option } from '../../src/core/index.ts';

const KINDS = {
  maxLength: option.integer({ min: 1, max: 255 }),
  isIndexed: option.boolean,
  label: option.either(option.string, option.function),
  choices: option.arrayOf(option.string),
  onDelete: option.oneOf('cascade', 'protect'),
};

const check = (options: object) => checkOptions('char()', options, KINDS);

test('options that are as declared come back as they are', () => {
  const options = { maxLength: 120, isIndexed: true, choices: ['G', 'PG'], onDelete: 'cascade' };
  expect(check(options)).toBe(options);
});

test('an option that is undefined counts as left out', () => {
  expect(() => check({ maxLength: undefined })).not.toThrow();
});

test('a misspelled option is refused with the nearest one', () => {
  expect(() => check({ maxlenght: 120 })).toThrow(
    expect.objectContaining({
      code: 'core.option.unknown',
      message: 'char() has no option "maxlenght".',
      hint: expect.stringContaining('Did you mean "maxLength"?'),
      details: { where: 'char()', option: 'maxlenght' },
    }),
  );
});

test('names that every object inherits are no options', () => {
  expect(() => check({ constructor: 1 })).toThrow(/no option "constructor"/);
});

test.each<[object, string]>([
  [{ maxLength: 0 }, '"maxLength" must be a whole number from 1 to 255, not 0.'],
  [{ maxLength: 1.5 }, '"maxLength" must be a whole number from 1 to 255, not 1.5.'],
  [{ maxLength: '120' }, '"maxLength" must be a whole number from 1 to 255, not a string.'],
  [{ maxLength: null }, '"maxLength" must be a whole number from 1 to 255, not null.'],
  [{ isIndexed: 'yes' }, '"isIndexed" must be true or false, not a string.'],
  [{ label: 7 }, '"label" must be a string or a function, not 7.'],
  [{ choices: ['G', 7] }, '"choices" must be a list, each item a string, not a list.'],
  [{ choices: 'G' }, '"choices" must be a list, each item a string, not a string.'],
  [{ onDelete: 'drop' }, '"onDelete" must be one of "cascade", "protect", not "drop".'],
  [
    { maxLength: new Map() },
    '"maxLength" must be a whole number from 1 to 255, not an object (Map).',
  ],
])('%j is refused in words', (options, words) => {
  expect(() => check(options)).toThrow(
    expect.objectContaining({ code: 'core.option.invalid', message: `char(): ${words}` }),
  );
});

test.each([[undefined], [null], ['maxLength'], [['maxLength']]])('%j are no options', (options) => {
  expect(() => check(options as unknown as object)).toThrow('char(): options must be an object.');
});

describe('kinds', () => {
  test.each<[OptionKind, string]>([
    [option.integer(), 'a whole number'],
    [option.integer({ min: 1 }), 'a whole number of 1 or more'],
    [option.integer({ min: 1, max: 9 }), 'a whole number from 1 to 9'],
    [option.integer({ max: 9 }), 'a whole number of 9 or less'],
  ])('name the bounds they have', (kind, expected) => {
    expect(kind.expected).toBe(expected);
  });

  test('an object is no list, no function and not null', () => {
    expect(
      [{}, new Date(), [], () => {}, null].map((value) => option.object.accepts(value)),
    ).toEqual([true, true, false, false, false]);
  });
});

test('a message never contains the text of a value', () => {
  const refused = () => check({ isIndexed: 'postgres://cinema:secret@db' });
  expect(refused).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  );
});
