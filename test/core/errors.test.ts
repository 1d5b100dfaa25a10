import { describe, expect, test } from 'vitest';
import { declaredErrors, declareErrors, isUptempoError } from '../../src/core/index.ts';

const cinemaError = declareErrors({
  'cinema.movie.unknown': { summary: 'There is no such movie.', status: 404 },
  'cinema.projector.broken': { summary: 'The projector stands still.' },
});

describe('an error of a declared code', () => {
  test('carries code, message, hint, details and cause', () => {
    const cause = new Error('disk I/O error');
    const error = cinemaError('cinema.movie.unknown', 'There is no movie 7.', {
      hint: 'Take one from 1 to 6.',
      details: { id: 7 },
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'UptempoError',
      code: 'cinema.movie.unknown',
      message: 'There is no movie 7.',
      hint: 'Take one from 1 to 6.',
      details: { id: 7 },
      cause,
    });
  });

  test('has the status of its declaration, 500 without one', () => {
    expect(cinemaError('cinema.movie.unknown', '').status).toBe(404);
    expect(cinemaError('cinema.projector.broken', '').status).toBe(500);
  });

  test('starts its stack where it is thrown from, not in the factory', () => {
    const error = cinemaError('cinema.projector.broken', 'No light.');
    expect(String(error.stack).split('\n')[1]).toContain('errors.test.ts');
    expect(error.stack).toMatch(/^UptempoError: No light\./);
  });

  test('becomes JSON without cause and stack, and without an absent hint', () => {
    const error = cinemaError('cinema.projector.broken', 'No light.', { cause: new Error('bulb') });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'cinema.projector.broken',
      message: 'No light.',
      details: {},
    });
    expect('cause' in cinemaError('cinema.projector.broken', '')).toBe(false);
  });
});

test('a code is declared once, and the second declaration takes nothing over', () => {
  expect(() =>
    declareErrors({
      'cinema.seat.taken': { summary: 'Somebody sits there.' },
      'cinema.movie.unknown': { summary: 'Again.' },
    }),
  ).toThrow('Error code cinema.movie.unknown is declared twice');
  expect(declaredErrors().get('cinema.movie.unknown')?.summary).toBe('There is no such movie.');
});

test('errors are told apart by code', () => {
  const error = cinemaError('cinema.movie.unknown', '');
  expect(isUptempoError(error)).toBe(true);
  expect(isUptempoError(error, 'cinema.movie.unknown')).toBe(true);
  expect(isUptempoError(error, 'cinema.projector.broken')).toBe(false);
  expect(isUptempoError(new Error('plain'))).toBe(false);
});
