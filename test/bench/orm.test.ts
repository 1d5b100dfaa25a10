import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkResults } from '../../bench/harness/check.ts';
import type { Workload } from '../../bench/harness/index.ts';
import { subjectOf } from '../../bench/harness/subject.ts';
import { fillPostgresql, openPostgresql } from '../../bench/orm/postgresql/database.ts';
import * as pg from '../../bench/orm/postgresql/hand-written.ts';
import { openSqlite, removeSqlite, sqliteFile } from '../../bench/orm/sqlite/database.ts';
import * as sqlite from '../../bench/orm/sqlite/hand-written.ts';
import { openUptempo } from '../../bench/orm/uptempo.ts';
import { ormWorkloads, type Rival } from '../../bench/orm/workloads.ts';
import {
  createPostgresqlDatabase,
  describeOnPostgresql,
  type TemporaryDatabase,
} from '../support/postgresql.ts';

const NAMES = ormWorkloads([{ name: 'nobody', open: () => Promise.reject() }], () =>
  Promise.reject(),
).map(({ name }) => name);

/** Who takes part without anything to install; what each can't do is left out, as in the bench. */
function expectSameResults(workloads: () => Promise<readonly Workload[]>, names: string[]): void {
  test.each(names)('%s', async (name) => {
    const workload = (await workloads()).find((candidate) => candidate.name === name)!;
    const subjects = Object.entries(workload.subjects).map(([subject, given]) => ({
      name: subject,
      subject: subjectOf(given),
    }));
    // One after the other: two of one library would share its connections.
    for (const { subject } of subjects) await subject.open?.();
    try {
      const checked = await checkResults(workload, subjects, subjects[0]!);
      expect(checked!.subjects).toBe(subjects.length);
      expect(checked!.length).toBeGreaterThan(100);
    } finally {
      for (const { subject } of subjects) await subject.close?.();
    }
  });
}

describe('the ORM bench on SQLite gives every subject the same work', () => {
  afterAll(removeSqlite);
  const workloads = async () => {
    const url = sqliteFile();
    const rivals: Rival[] = [
      { name: 'hand-written', open: () => sqlite.openHandWritten({ url, connections: 1 }) },
      { name: 'uptempo', open: () => openUptempo(`sqlite:${url}`) },
    ];
    return ormWorkloads(rivals, async () => openSqlite(url), { isEmbedded: true });
  };
  const isEmbedded = (name: string) => !/at once|in flight/.test(name);
  expectSameResults(workloads, NAMES.filter(isEmbedded));
});

describeOnPostgresql('the ORM bench on PostgreSQL gives every subject the same work', () => {
  let database: TemporaryDatabase;
  beforeAll(async () => {
    database = await createPostgresqlDatabase();
    await fillPostgresql(database.url);
  }, 60_000);
  afterAll(() => database.close());
  const workloads = async () => {
    const { url } = database;
    const rivals: Rival[] = [
      { name: 'hand-written', open: (connections) => pg.openHandWritten({ url, connections }) },
      { name: 'pipelined', open: (connections) => pg.openPipelined({ url, connections }) },
      { name: 'uptempo', open: (poolSize) => openUptempo({ url, poolSize }) },
    ];
    return ormWorkloads(rivals, () => openPostgresql(url));
  };
  expectSameResults(workloads, NAMES);
});
