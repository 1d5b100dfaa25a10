import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/core/index.ts';
import { safe } from '../../src/templates/index.ts';
import { escapedFilterCases, filterCases } from './filter-cases.ts';
import { errorOf, render } from './renderer.ts';

describe('numbers', () => {
  filterCases([
    [4, 'add:"2"', '6'],
    ['4', 'add:2', '6'],
    [1.9, 'add:1', '2'],
    ['a', 'add:"b"', 'ab'],
    [[1], 'add:value', '[1, 1]'],
    ['a', 'add:2', ''],
    [21, 'divisibleby:"7"', 'True'],
    [22, 'divisibleby:7', 'False'],
    [123456789, 'get_digit:2', '8'],
    [5, 'get_digit:2', '0'],
    [5, 'get_digit:0', '5'],
    ['abc', 'get_digit:1', 'abc'],
    [34.23234, 'floatformat', '34.2'],
    [34.0, 'floatformat', '34'],
    [34.26, 'floatformat', '34.3'],
    [34.23234, 'floatformat:3', '34.232'],
    [34.0, 'floatformat:3', '34.000'],
    [39.56, 'floatformat:"0"', '40'],
    [34.0, 'floatformat:"-3"', '34'],
    [34.26, 'floatformat:"-3"', '34.260'],
    [34232.34, 'floatformat:"2g"', '34,232.34'],
    [34232.0, 'floatformat:"g"', '34,232'],
    [66666.666, 'floatformat:"2u"', '66666.67'],
    [0.5, 'floatformat:0', '1'],
    [1.5, 'floatformat:0', '2'],
    [-0.04, 'floatformat', '0.0'],
    [new Decimal('555555555555555555555.555'), 'floatformat:2', '555555555555555555555.56'],
    ['13.1031', 'floatformat:"bar"', '13.1031'],
    ['foo', 'floatformat', ''],
    [null, 'floatformat', ''],
    [Number.NaN, 'floatformat', 'nan'],
    [1, 'filesizeformat', '1\u00a0byte'],
    [1023, 'filesizeformat', '1023\u00a0bytes'],
    [1024, 'filesizeformat', '1.0\u00a0KB'],
    [123456789, 'filesizeformat', '117.7\u00a0MB'],
    [1024 ** 5 * 2000, 'filesizeformat', '2000.0\u00a0PB'],
    [-2048, 'filesizeformat', '-2.0\u00a0KB'],
    ['x', 'filesizeformat', '0\u00a0bytes'],
    [1, 'pluralize', ''],
    [2, 'pluralize', 's'],
    ['1', 'pluralize', ''],
    [[1, 2], 'pluralize:"es"', 'es'],
    [1, 'pluralize:"y,ies"', 'y'],
    [0, 'pluralize:"y,ies"', 'ies'],
    [1, 'pluralize:"a,b,c"', ''],
    ['many', 'pluralize', ''],
  ]);
  test('divisibleby needs numbers', () => {
    expect(errorOf(() => render('{{ "x"|divisibleby:2 }}')).code).toBe('templates.filter.invalid');
  });
});

describe('logic', () => {
  filterCases([
    ['', 'default:"none"', 'none'],
    [0, 'default:"none"', 'none'],
    ['Jaws', 'default:"none"', 'Jaws'],
    [null, 'default_if_none:"none"', 'none'],
    ['', 'default_if_none:"none"', ''],
    [true, 'yesno:"yeah,no,maybe"', 'yeah'],
    [false, 'yesno:"yeah,no,maybe"', 'no'],
    [null, 'yesno:"yeah,no,maybe"', 'maybe'],
    [null, 'yesno:"yeah,no"', 'no'],
    [true, 'yesno', 'yes'],
    [null, 'yesno', 'maybe'],
    [true, 'yesno:"yeah"', 'True'],
  ]);
});

describe('lists', () => {
  filterCases([
    [['a', 'b', 'c'], 'first', 'a'],
    [['a', 'b', 'c'], 'last', 'c'],
    ['Jaws', 'first', 'J'],
    ['Jaws', 'last', 's'],
    [[], 'first', ''],
    [['a', 'b'], 'join:" // "', 'a // b'],
    ['ab', 'join:"-"', 'a-b'],
    [5, 'join:"-"', '5'],
    [['a', 'b'], 'length', '2'],
    ['añ😀', 'length', '3'],
    [{ a: 1 }, 'length', '1'],
    [new Set([1, 2]), 'length', '2'],
    [5, 'length', '0'],
    [null, 'length', '0'],
    [['a', 'b', 'c'], 'slice:":2"', "['a', 'b']"],
    [['a', 'b', 'c'], 'slice:"1:"', "['b', 'c']"],
    [['a', 'b', 'c'], 'slice:"-1"', "['a', 'b']"],
    [['a', 'b', 'c'], 'slice:"::2"', "['a', 'c']"],
    [['a', 'b', 'c'], 'slice:"::-1"', "['c', 'b', 'a']"],
    ['Jaws', 'slice:"1:3"', 'aw'],
    ['Jaws', 'slice:"x"', 'Jaws'],
    [5, 'slice:"1"', '5'],
    [['only'], 'random', 'only'],
    [[], 'random', ''],
  ]);
  escapedFilterCases([
    [['<', safe('<')], 'join:"<br>"', '&lt;<br><'],
    [['<'], 'first', '&lt;'],
    [[safe('<')], 'last', '<'],
  ]);
  test.each(['first', 'last', 'safeseq', 'escapeseq', 'unordered_list'])(
    '%s needs a list',
    (filter) => {
      for (const value of [5, null]) {
        const error = errorOf(() => render(`{{ value|${filter} }}`, { value }));
        expect(error.code).toBe('templates.filter.invalid');
      }
    },
  );
});

describe('dictsort', () => {
  const movies = [
    { title: 'Jaws', year: 1975, director: { name: 'Spielberg' } },
    { title: 'Alien', year: 1979, director: { name: 'Scott' } },
    { title: 'Duel', year: 1971, director: { name: 'Spielberg' } },
  ];
  test.each([
    ['dictsort:"year"', 'Duel Jaws Alien '],
    ['dictsortreversed:"year"', 'Alien Jaws Duel '],
    ['dictsort:"title"', 'Alien Duel Jaws '],
    ['dictsort:"director.name"', 'Alien Jaws Duel '],
    ['dictsort:"nothing"', ''],
    ['dictsort:"_year"', ''],
    ['dictsort:"director.constructor"', ''],
  ])('%s', (filter, output) => {
    const source = `{% for m in movies|${filter} %}{{ m.title }} {% endfor %}`;
    expect(render(source, { movies })).toBe(output);
  });
  test('by an index, and not at all where there is no order', () => {
    expect(render('{{ l|dictsort:0 }}', { l: [['b'], ['a']] }, { autoescape: false })).toBe(
      "[['a'], ['b']]",
    );
    expect(render('{{ l|dictsort:"a" }}', { l: [{ a: 1 }, { a: 'x' }] })).toBe('');
    expect(render('{{ l|dictsort:"a" }}', { l: 5 })).toBe('');
  });
});

describe('humanize', () => {
  const output = (value: unknown, filter: string) =>
    render(`{% load humanize %}{{ value|${filter} }}`, { value });
  test.each([
    [1, 'apnumber', 'one'],
    [9, 'apnumber', 'nine'],
    [10, 'apnumber', '10'],
    ['x', 'apnumber', 'x'],
    [4500, 'intcomma', '4,500'],
    [-1234567.5, 'intcomma', '-1,234,567.5'],
    ['45000', 'intcomma', '45,000'],
    [new Decimal('12345.60'), 'intcomma', '12,345.60'],
    [999_999, 'intword', '999999'],
    [1_200_000, 'intword', '1.2 million'],
    [1_200_000_000, 'intword', '1.2 billion'],
    [1, 'ordinal', '1st'],
    [112, 'ordinal', '112th'],
    [23, 'ordinal', '23rd'],
  ])('%j|%s', (value, filter, expected) => {
    expect(output(value, filter)).toBe(expected);
  });
  test('days and times near now', () => {
    const day = 86_400_000;
    const now = Date.now();
    expect(output(new Date(now), 'naturalday')).toBe('today');
    expect(output(new Date(now - day), 'naturalday')).toBe('yesterday');
    expect(output(new Date(now + day), 'naturalday')).toBe('tomorrow');
    expect(output('1975-06-20', 'naturalday')).toBe('June 20, 1975');
    expect(output(new Date(now - 90_000), 'naturaltime')).toBe('a minute ago');
    expect(output(new Date(now + 3 * 3600_000 + 5000), 'naturaltime')).toBe(
      '3\u00a0hours from now',
    );
    expect(output(new Date(now - 2 * day - 5000), 'naturaltime')).toBe('2\u00a0days ago');
    expect(output('Jaws', 'naturaltime')).toBe('Jaws');
  });
});
