import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, database, disconnect } from '../../../src/orm/index.ts';
import { createPostgresqlDatabase, describeOnPostgresql } from '../../support/postgresql.ts';
import { type DatabaseName, djangoAnswer, expectedAnswer, recorded } from './answers.ts';
import { isSame } from './compare.ts';
import { loadData } from './data.ts';
import { answerOf } from './evaluate.ts';
import { questions } from './questions/index.ts';

/**
 * The same questions, on the same rows, as Django 5.2 answered them (answers.json, written by
 * answer.py).
 */
test('each question has one answer, and each answer a question', () => {
  const names = questions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !recorded.has(name))).toEqual([]);
  expect([...recorded.keys()].filter((name) => !names.includes(name))).toEqual([]);
});

describe('on SQLite', () => {
  beforeAll(async () => {
    connect({ default: 'sqlite::memory:' });
    await loadData();
  });
  afterAll(() => disconnect());
  askAll('sqlite');
});

describeOnPostgresql('on PostgreSQL', () => {
  let close = async () => {};
  beforeAll(async () => {
    const created = await createPostgresqlDatabase();
    close = created.close;
    connect({ default: created.url });
    // SHA1() asks it, as Django's does.
    await database().raw('CREATE EXTENSION IF NOT EXISTS pgcrypto');
    await loadData();
  });
  afterAll(async () => {
    await disconnect();
    await close();
  });
  askAll('postgresql');
});

function askAll(name: DatabaseName): void {
  test.each(questions)('$name', async (question) => {
    const expected = expectedAnswer(question, name);
    const actual = await answerOf(question);
    // Not toEqual alone: floats are compared with a tolerance, rows without an order as sets.
    if (!isSame(actual, expected)) expect(actual, question.django).toEqual(expected);
  });

  const differing = questions.filter(({ options }) => isMarked(options, name));
  test.each(differing)('is really another answer than that of Django: $name', (question) => {
    const expected = expectedAnswer(question, name);
    expect(isSame(expected, djangoAnswer(question, name))).toBe(false);
  });
}

function isMarked(options: (typeof questions)[number]['options'], database: DatabaseName): boolean {
  return (
    options.differs !== undefined || (options.likePostgresql === true && database === 'sqlite')
  );
}
