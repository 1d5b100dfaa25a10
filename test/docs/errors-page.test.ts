import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDeclaredErrors } from '../../scripts/docs/declared-errors.ts';
import { mergeErrors, parseErrorsPage, renderErrorsPage } from '../../scripts/docs/errors-page.ts';
import { root } from '../support/repository.ts';

const page = readFileSync(join(root, 'docs/reference/errors.md'), 'utf8');
const written = parseErrorsPage(page);
const declared = await loadDeclaredErrors();

test('every declared code is on the page, and nothing else', () => {
  expect(written.map(({ code }) => code).sort()).toEqual([...declared.keys()].sort());
});

test('status and cause are those of the declarations, and the order is right', () => {
  expect(page).toBe(renderErrorsPage(mergeErrors(declared, written)));
});

test('every code has a remedy', () => {
  expect(written.filter(({ remedy }) => remedy === '').map(({ code }) => code)).toEqual([]);
});

test('codes are dotted and start with the folder that declares them', () => {
  for (const code of declared.keys())
    expect(code).toMatch(/^[a-z][a-z0-9]*(\.[a-z][a-z0-9_]*){1,3}$/);
});

test('a page keeps its remedies, and cells with bars', () => {
  const remedy = 'Write `a | b`.';
  const entry = { code: 'cinema.seat.taken', status: 409, cause: 'Taken | sold.', remedy };
  expect(parseErrorsPage(renderErrorsPage([entry]))).toEqual([entry]);
  const table = new Map([['cinema.seat.taken', { summary: 'Sold.', status: 410 }]]);
  expect(mergeErrors(table, [entry])).toEqual([
    { code: 'cinema.seat.taken', status: 410, cause: 'Sold.', remedy },
  ]);
});
