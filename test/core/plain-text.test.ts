import { expect, test } from 'vitest';
import { plainJson, plainLine, plainLines } from '../../src/core/index.ts';
import { HOSTILE_TEXTS } from '../support/hostile.ts';

test('what moves a cursor, sets a title or turns the direction is a question mark', () => {
  expect(plainLine('\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egpj\u007f')).toBe(
    '?[2J?]0;owned??31m?gpj?',
  );
  expect(plainLine('Amélie 아가씨 <b>')).toBe('Amélie 아가씨 <b>');
});

test('one line stays one line, several stay several', () => {
  const text = 'SELECT title\r\n\tFROM movie\u2028\u0085LIMIT 1\u001b';
  expect(plainLine(text)).toBe('SELECT title FROM movie LIMIT 1?');
  expect(plainLines(text)).toBe('SELECT title\n\tFROM movie??LIMIT 1?');
});

test.each(Object.entries(HOSTILE_TEXTS))(
  '%s as JSON is the same value, and plain',
  (_name, text) => {
    const value = { [text]: [text, '👩‍🚀'] };
    for (const indent of [undefined, 2]) {
      const json = plainJson(value, indent);
      expect(JSON.parse(json)).toEqual(value);
      expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    }
  },
);
