import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, database, disconnect } from '../../../src/orm/index.ts';
import { databaseBehindPgbouncer, describeBehindPgbouncer } from '../../support/pgbouncer.ts';
import { expectedAnswer } from './answers.ts';
import { isSame } from './compare.ts';
import { loadData } from './data.ts';
import { answerOf } from './evaluate.ts';
import { questions } from './questions/index.ts';

/** All that write, which takes transactions and savepoints, and some of those that read. */
const asked = questions.filter(({ options }, index) => options.writes === true || index % 5 === 0);

describeBehindPgbouncer('behind a proxy that pools transactions', () => {
  let close = async () => {};
  beforeAll(async () => {
    const created = await databaseBehindPgbouncer();
    close = created.close;
    connect({ default: `${created.url}?pgbouncer=true` });
    await database().raw('CREATE EXTENSION IF NOT EXISTS pgcrypto');
    await loadData();
  });
  afterAll(async () => {
    await disconnect();
    await close();
  });

  test.each(asked)('$name', async (question) => {
    const expected = expectedAnswer(question, 'postgresql');
    const actual = await answerOf(question);
    if (!isSame(actual, expected)) expect(actual, question.django).toEqual(expected);
  });
});
