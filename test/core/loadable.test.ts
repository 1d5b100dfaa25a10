import { expect, test } from 'vitest';
import { altersData, isAltersData, isLoadable, LOAD } from '../../src/core/index.ts';

test('a value that must be fetched first is known by its LOAD method', async () => {
  const director = { [LOAD]: async () => ({ name: 'Steven Spielberg' }) };
  expect(isLoadable(director)).toBe(true);
  if (isLoadable(director)) expect(await director[LOAD]()).toEqual({ name: 'Steven Spielberg' });
});

test('other values are not', () => {
  expect([{}, null, undefined, 'Jaws', () => {}].map(isLoadable)).toEqual(Array(5).fill(false));
});

test('a method that changes data carries its mark, through a subclass too', () => {
  class Movie {
    delete() {}
    title() {}
  }
  altersData(Movie.prototype.delete);
  class Sequel extends Movie {}
  expect(isAltersData(new Sequel().delete)).toBe(true);
  expect(isAltersData(new Sequel().title)).toBe(false);
  expect(isAltersData('delete')).toBe(false);
});
