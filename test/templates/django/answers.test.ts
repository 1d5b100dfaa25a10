import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../support/repository.ts';
import { differences } from './differences.ts';
import { type Answer, answerOf, isSame } from './evaluate.ts';
import { keyOf, type Question } from './question.ts';
import { questions } from './questions/index.ts';

/** The same templates with the same contexts, as Django 5.2 rendered them (written by answer.py). */
const areas = Map.groupBy(questions, ({ area }) => area);

function answersOf(area: string): Readonly<Record<string, Answer>> {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'answers', `${area}.json`), 'utf8'));
}

const covered = new Set<string>();

describe.each([...areas])('%s', (area, asked) => {
  const recorded = answersOf(area);

  test('each question has an answer, and each answer a question', () => {
    const keys = new Set(asked.map(keyOf));
    expect([...keys].filter((key) => !Object.hasOwn(recorded, key))).toEqual([]);
    expect(Object.keys(recorded).filter((key) => !keys.has(key))).toEqual([]);
  });

  test(`${asked.length} answers are those of Django`, () => {
    const wrong = asked.flatMap((question) => describeWrong(question, recorded[keyOf(question)]!));
    expect(wrong).toEqual([]);
  });
});

/** Nothing for an answer that is right, or that differs for a reason on the page. */
function describeWrong(question: Question, theirs: Answer): readonly object[] {
  const ours = answerOf(question);
  if (isSame(ours, theirs)) return [];
  const difference = differences.find((each) => each.covers(question, theirs, ours));
  if (difference !== undefined) covered.add(difference.title);
  return difference === undefined ? [{ question: keyOf(question), django: theirs, ours }] : [];
}

test('each difference is one, and stands on the page with its reason', () => {
  expect(differences.map(({ title }) => title).filter((title) => !covered.has(title))).toEqual([]);
  const page = readFileSync(join(root, 'docs/reference/template-differences.md'), 'utf8');
  expect(differences.filter(({ title }) => !page.includes(`\n## ${title}\n`))).toEqual([]);
});
