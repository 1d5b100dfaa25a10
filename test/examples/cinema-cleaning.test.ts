import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanFilms } from '../../examples/cinema/loading/cleaning.ts';
import { readSourceFilms, type SourceFilm } from '../../examples/cinema/loading/source.ts';
import { cinemaFolder } from './cinema.ts';

const source = await readSourceFilms();
const { films, findings } = cleanFilms(source);

describe('the films of the file', () => {
  test('are counted by what was wrong with them', () => {
    expect(source).toHaveLength(3201);
    expect(films).toHaveLength(3200);
    expect(Object.fromEntries(findings.map(({ rule, rows }) => [rule.problem, rows]))).toEqual({
      'date no calendar has': 0,
      'date is 31 December 1969': 8,
      'date is a New Year’s Eve': 78,
      'date in the future': 22,
      'date is a New Year’s Day': 18,
      'title missing': 1,
      'title a number': 9,
      'accents garbled': 18,
      'article at the end': 5,
      'year in the title': 3,
      'spaces or quotes doubled': 3,
      'film listed twice': 0,
      'gross zero or less': 47,
      'certificate “Open”': 2,
      'distributor “Distributor Unknown”': 1,
      'rating outside 1 to 10': 0,
      'rating and votes of a namesake': 46,
      'no director': 1330,
      'no genre': 275,
      'no distributor': 233,
      'no rating': 259,
    });
  });

  test('are told of in the README with the same figures', () => {
    const readme = readFileSync(join(cinemaFolder, 'README.md'), 'utf8');
    const found = findings.filter(({ rows }) => rows > 0);
    const table = found.map(({ rule, rows }) => `| ${rule.problem} | ${rows} | ${rule.remedy} |`);
    expect(readme).toContain(table.join('\n'));
  });

  test.each([
    ['300', { year: 2007, released: '2007-03-09' }],
    ['1776', { director: null }],
    ['Gone with the Wind', { year: 1939, released: '1939-12-15' }],
    ['The Big Parade', { year: 1925, released: null }],
    ['Duel in the Sun', { year: 1946, released: '1946-12-31' }],
    ['Casablanca', { year: 1942, released: null }],
    ['The Apartment', { year: 1960, released: null }],
    ['Blazing Saddles', { year: 1974, released: null }],
    ["Barney's Version", { year: null, released: null }],
    ['The Adventures of Tintin: Secret of the Unicorn', { released: '2011-12-23', gross: null }],
    ["Le Fabuleux destin d'Amélie Poulain", { director: 'Jean-Pierre Jeunet' }],
    ['The Naked Gun 2½: The Smell of Fear', {}],
    ["I Love You … Don't Touch Me!", {}],
    ['Alien³', {}],
    ['Ri¢hie Ri¢h', {}],
    ['The Charge of the Light Brigade', { year: 1936, gross: null }],
    ['Les Couloirs du temps: Les visiteurs 2', {}],
    ['Halloween: The Curse of Michael Myers', {}],
    ['Bang', { director: 'Jeff "King Jeff" Hollins' }],
    ['Requiem for a Dream', { certificate: null }],
    ['The Book of Mormon Movie, Volume 1: The Journey', { distributor: null }],
    ['Tarnation', { budget: 218 }],
  ])('%s', (title, expected) => {
    expect(films.filter((film) => film.title === title)).toMatchObject([expected]);
  });

  test('keep no rating that belongs to a namesake', () => {
    const alices = films.filter(({ title }) => title === 'Alice in Wonderland');
    expect(alices).toMatchObject([
      { year: 1951, rating: null, votes: 0 },
      { year: 2010, rating: null, votes: 0 },
    ]);
    const kongs = films.filter(({ title }) => title === 'King Kong');
    expect(kongs.map(({ year }) => year).sort()).toEqual([1933, 1976, 2005]);
  });

  test('are films that can have been: no title empty, none from the future', () => {
    for (const { title, year, released, gross } of films) {
      expect(title.trim()).toBe(title);
      expect(title).not.toBe('');
      if (year !== null) expect(year).toSatisfy((known: number) => known >= 1910 && known <= 2011);
      if (released !== null) expect(released.slice(0, 4)).toBe(String(year));
      if (gross !== null) expect(gross).toBeGreaterThan(0);
    }
  });
});

describe('what this file has not, another may', () => {
  const jaws = source.find(({ Title }) => Title === 'Jaws')!;

  function clean(...rows: readonly Partial<SourceFilm>[]) {
    const { films: cleaned, findings: found } = cleanFilms(
      rows.map((row) => ({ ...jaws, ...row })),
    );
    const problems = found.filter(({ rows: count }) => count > 0).map(({ rule }) => rule.problem);
    return { cleaned, problems };
  }

  test('a good film goes through untouched', () => {
    const { cleaned, problems } = clean({});
    expect(problems).toEqual([]);
    expect(cleaned).toMatchObject([
      { title: 'Jaws', year: 1975, released: '1975-06-20', director: 'Steven Spielberg' },
    ]);
  });

  test.each(['Feb 30 1998', 'Foo 12 1998', '1998-06-12', ''])('no day is called %s', (date) => {
    const { cleaned, problems } = clean({ 'Release Date': date });
    expect(problems).toEqual(['date no calendar has']);
    expect(cleaned).toMatchObject([{ year: null, released: null }]);
  });

  test('a film without a date is no problem', () => {
    expect(clean({ 'Release Date': null }).problems).toEqual([]);
  });

  test('the same film twice is left out once, its remake is not', () => {
    const { cleaned, problems } = clean(
      {},
      { Title: 'JAWS', 'IMDB Votes': 1 },
      { 'Release Date': 'Jun 20 1995', 'IMDB Votes': 2 },
    );
    expect(problems).toEqual(['film listed twice']);
    expect(cleaned.map(({ year }) => year)).toEqual([1975, 1995]);
  });

  test.each([0, 0.9, 10.1, -3])('a rating of %d is taken out', (rating) => {
    const { cleaned, problems } = clean({ 'IMDB Rating': rating });
    expect(problems).toEqual(['rating outside 1 to 10', 'no rating']);
    expect(cleaned).toMatchObject([{ rating: null, votes: 0 }]);
  });

  test('a loss at the box office is none', () => {
    expect(clean({ 'Worldwide Gross': -5 }).cleaned).toMatchObject([{ gross: null }]);
  });
});
