import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/core/index.ts';
import { errorOf, render } from './renderer.ts';

const context = {
  yes: true,
  no: false,
  zero: 0,
  five: 5,
  ten: new Decimal('10.0'),
  big: 10n,
  title: 'Jaws',
  empty: '',
  list: ['Jaws', 'Alien'],
  nested: [['Jaws'], [1]],
  none: null,
  object: { Jaws: 1975 },
  map: new Map([['Jaws', 1975]]),
  set: new Set(['Jaws']),
  date: new Date('1975-06-20T00:00:00Z'),
  sameDate: new Date('1975-06-20T00:00:00Z'),
  later: new Date('1979-05-25T00:00:00Z'),
  nan: Number.NaN,
};

function holds(condition: string): boolean {
  return render(`{% if ${condition} %}yes{% else %}no{% endif %}`, context) === 'yes';
}

describe('what is true', () => {
  test.each([
    'yes',
    'five',
    'title',
    'list',
    'object',
    'map',
    'set',
    'date',
    'ten',
    'nan',
    '"0"',
    '1',
  ])('%s', (condition) => {
    expect(holds(condition)).toBe(true);
  });

  test.each([
    'no',
    'zero',
    'empty',
    'none',
    'nothing',
    'title.nothing',
    '""',
    '0',
    '0.0',
    'None',
    'False',
  ])('%s is not', (condition) => {
    expect(holds(condition)).toBe(false);
  });

  test('empty collections and a decimal 0 are not', () => {
    for (const value of [[], {}, new Map(), new Set(), new Decimal('0.00'), 0n]) {
      expect(render('{% if value %}yes{% endif %}', { value })).toBe('');
    }
  });
});

describe('operators', () => {
  test.each([
    'yes and five',
    'no or five',
    'not no',
    'not not yes',
    'not no and not zero',
    'yes or nothing and no',
    'no and nothing or yes',
    'five == 5',
    'five == 5.0',
    'ten == 10',
    'ten == big',
    'yes == 1',
    'title == "Jaws"',
    "title == 'Jaws'",
    'title != "Alien"',
    'title != nothing',
    'nothing == None',
    'nothing == none',
    'none is None',
    'nothing is None',
    'title is not None',
    'yes is True',
    'list == list',
    'nested == nested',
    'date == sameDate',
    'date < later',
    'date is not sameDate',
    'five < ten',
    'five <= 5',
    'ten > 9.5',
    'ten >= big',
    '"abc" < "abd"',
    'five > -5',
    '"Jaws" in list',
    '"Alien" not in object',
    '"Jaws" in object',
    '"Jaws" in map',
    '"Jaws" in set',
    '"aw" in title',
    '"" in title',
    '"x" not in title',
    'title|lower == "jaws"',
    'list|length == 2',
    'list|length >= 2 and title|length < 10',
    'not title == "Alien"',
    '1 < 2 == True',
  ])('%s', (condition) => {
    expect(holds(condition)).toBe(true);
  });

  test.each([
    'yes and nothing',
    'no or nothing',
    'not yes',
    'five == "5"',
    'title == nothing',
    'nan == nan|add:0',
    'title < 5',
    'title > 5',
    'none < 5',
    'nothing > 0',
    'list < 5',
    '5 in five',
    '5 not in five',
    '5 in title',
    '"Jaws" in nothing',
    '"Jaws" not in nothing',
    'date < "1980-01-01"',
    'yes is 1',
  ])('%s does not hold', (condition) => {
    expect(holds(condition)).toBe(false);
  });

  test('objects are the same by identity or by their method equals', () => {
    class Movie {
      readonly id: number;
      constructor(id: number) {
        this.id = id;
      }
      equals(other: Movie) {
        return this.id === other.id;
      }
    }
    const source = '{% if a == b %}same{% endif %}{% if a in list %} listed{% endif %}';
    expect(render(source, { a: new Movie(1), b: new Movie(1), list: [new Movie(1)] })).toBe(
      'same listed',
    );
    expect(render(source, { a: new Date(1), b: {}, list: [] })).toBe('');
  });
});

describe('elif and else', () => {
  test.each([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
    [4, 'many'],
  ])('%i', (n, output) => {
    const source =
      '{% if n == 1 %}one{% elif n == 2 %}two{% elif n == 3 %}three{% else %}many{% endif %}';
    expect(render(source, { n })).toBe(output);
  });
});

test.each([
  '{% if %}{% endif %}',
  '{% if a and %}{% endif %}',
  '{% if or a %}{% endif %}',
  '{% if a b %}{% endif %}',
  '{% if a = b %}{% endif %}',
  '{% if not %}{% endif %}',
  '{% if (a) %}{% endif %}',
  '{% if a %}{% else if b %}{% endif %}',
  '{% if a %}{% else %}{% elif b %}{% endif %}',
])('%s is refused', (source) => {
  expect(errorOf(() => render(source)).code).toMatch(/^templates\.(syntax|tag)\./);
});
