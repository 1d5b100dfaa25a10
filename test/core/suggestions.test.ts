import { describe, expect, test } from 'vitest';
import { listChoices, nearest, suggest } from '../../src/core/index.ts';

const FIELDS = ['title', 'rating', 'votes', 'director', 'genres', 'released'];

describe('nearest', () => {
  test.each([
    ['titel', 'title', 'two letters swapped'],
    ['tilte', 'title', 'two letters swapped in the middle'],
    ['ratng', 'rating', 'a letter left out'],
    ['votess', 'votes', 'a letter too many'],
    ['diractor', 'director', 'a wrong letter'],
    ['Director', 'director', 'another case'],
    ['genre', 'genres', 'singular for plural'],
  ])('takes %s for %s: %s', (written, meant) => {
    expect(nearest(written, FIELDS)).toBe(meant);
  });

  test.each(['distributor', 'x', '', 'title__icontains'])('finds nothing near %j', (written) => {
    expect(nearest(written, FIELDS)).toBeUndefined();
  });

  test('prefers the nearer of two', () => {
    expect(nearest('titel', ['tilt', 'title'])).toBe('title');
  });

  test('takes the first of two that are as near, so that a hint stays the same', () => {
    expect(nearest('vote', ['votes', 'voted'])).toBe('votes');
  });
});

describe('suggest', () => {
  test('asks for the nearest and lists the choices in order', () => {
    expect(suggest('titel', FIELDS)).toBe(
      'Did you mean "title"? Choices: director, genres, rating, released, title, votes.',
    );
  });

  test('only lists when nothing is near', () => {
    expect(suggest('gross', ['title', 'votes'])).toBe('Choices: title, votes.');
  });

  test('says so when there is nothing to choose', () => {
    expect(suggest('title', [])).toBe('There are none to choose from.');
  });
});

test('long lists are cut and the rest is counted', () => {
  const numbered = Array.from(
    { length: 15 },
    (_, index) => `seat${String(index).padStart(2, '0')}`,
  );
  expect(listChoices(numbered)).toMatch(/^Choices: seat00, .*, seat11 and 3 more\.$/);
  expect(listChoices(numbered.slice(0, 12))).toMatch(/, seat11\.$/);
});
