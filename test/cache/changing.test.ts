import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { redis } from '../../scripts/services/index.ts';
import { connect, disconnect } from '../../src/db/index.ts';
import { createTables } from '../../src/orm/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../support/postgresql.ts';
import { testSeed } from '../support/seed.ts';
import { requireService } from '../support/services.ts';
import { stalePages } from './changing-check.ts';
import { Director, Genre } from './changing-models.ts';
import type { ChangingLog, ChangingTask } from './changing-worker.ts';

const WORKER = join(import.meta.dirname, 'changing-worker.ts');

/** `UPTEMPO_SECONDS=60 npm test -- cache/changing` for longer. */
const SECONDS = Number(process.env.UPTEMPO_SECONDS ?? 5);

const PROCESSES = 4;

async function run(task: ChangingTask): Promise<ChangingLog> {
  const worker = fork(WORKER, [JSON.stringify(task)], { stdio: 'inherit' });
  onTestFinished(() => void worker.kill('SIGKILL'));
  const [code] = await once(worker, 'exit');
  expect(code).toBe(0);
  return JSON.parse(readFileSync(task.logFile, 'utf8'));
}

describeOnPostgresql('pages that are kept until their rows change', () => {
  const seed = testSeed();

  const title = `are never stale after a commit, in ${PROCESSES} processes for ${SECONDS} s (seed ${seed})`;

  test.each([
    ['on the server', false],
    ['with copies in each process', true],
  ] as const)(`${title}, %s`, async (_, tiered) => {
    const url = await temporaryPostgresql();
    connect({ default: url });
    onTestFinished(() => disconnect());
    await createTables();
    await Genre.objects.bulkCreate([{ name: 'Drama' }, { name: 'Comedy' }]);
    const directors = Array.from({ length: 5 }, (_, index) => ({ name: `Director ${index}` }));
    await Director.objects.bulkCreate(directors);
    const folder = temporaryFolder();
    const task = {
      database: url,
      cache: await requireService(redis),
      prefix: `changing-${process.pid}-${Date.now()}`,
      tiered,
      seconds: SECONDS,
    };
    const logs = await Promise.all(
      Array.from({ length: PROCESSES }, (_, index) =>
        run({ ...task, seed: seed + index, logFile: join(folder, `${index}.json`) }),
      ),
    );
    const reads = logs.flatMap((log) => log.reads).length;
    const computed = logs.reduce((total, log) => total + log.computed, 0);
    const writes = logs.reduce((total, log) => total + log.votes.length + log.inserts.length, 0);
    const hits = (((reads - computed) / reads) * 100).toFixed(1);
    console.info(`${reads} pages read, ${hits} % of them hits; ${writes} writes and more`);
    expect(stalePages(logs)).toEqual([]);
    expect(reads).toBeGreaterThan(computed);
    expect(writes).toBeGreaterThan(10);
  });
});

describe('the check for stale pages', () => {
  const nothing: ChangingLog = {
    votes: [],
    inserts: [],
    deletes: [],
    tags: [],
    reads: [],
    computed: 0,
  };
  const page = (...films: (readonly [number, number, number])[]): ChangingLog => ({
    ...nothing,
    reads: [{ startedMs: 10, endedMs: 20, director: 1, films }],
  });

  test.each<[string, ChangingLog, string[]]>([
    ['a vote', { ...nothing, votes: [{ rows: [7], doneMs: 9 }] }, ['film 7 has 0 votes of 1']],
    ['a vote that came meanwhile', { ...nothing, votes: [{ rows: [7], doneMs: 11 }] }, []],
    ['a genre', { ...nothing, tags: [{ row: 7, doneMs: 9 }] }, ['film 7 lacks its genre']],
    [
      'an insert',
      { ...nothing, inserts: [{ row: 8, director: 1, doneMs: 9 }] },
      ['film 8 is missing'],
    ],
    ['an insert elsewhere', { ...nothing, inserts: [{ row: 8, director: 2, doneMs: 9 }] }, []],
    [
      'a delete',
      { ...nothing, deletes: [{ row: 7, startedMs: 1, doneMs: 9 }] },
      ['film 7 is deleted'],
    ],
  ])('sees %s', (_, changes, problems) => {
    expect(stalePages([page([7, 0, 0]), changes])).toEqual(problems);
  });
});
