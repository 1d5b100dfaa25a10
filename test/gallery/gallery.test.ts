import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingCodes } from '../../src/observe/index.ts';
import { connect, database, disconnect } from '../../src/orm/index.ts';
import {
  createPostgresqlDatabase,
  describeOnPostgresql,
  type TemporaryDatabase,
} from '../support/postgresql.ts';
import { MEASURES_TIME } from '../support/timing.ts';
import type { GalleryApp } from './app.ts';
import { fillDatabase } from './data.ts';
import { alarmsOf, expectedFinding, findingsOf, openGalleryApp, placeOf } from './visit.ts';

const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const declared = await Promise.all(
  names.map(async (name) => {
    const { app } = (await import(join(import.meta.dirname, name, 'slow.ts'))) as {
      app: GalleryApp;
    };
    return { name, app };
  }),
);

test('there is an app for each rule', () => {
  const shown = new Set(names.map((name) => expectedFinding(name).code));
  expect(shown).toEqual(new Set(findingCodes()));
  expect(names.length).toBeGreaterThanOrEqual(16);
});

describe('the gallery (sqlite)', () => {
  beforeAll(async () => {
    connect({ default: 'sqlite::memory:' });
    await fillDatabase();
  });
  afterAll(() => disconnect());

  for (const { name, app } of declared) {
    if (app.database !== 'postgresql') showsTheDifference(name);
  }
});

describeOnPostgresql('the gallery (postgresql)', () => {
  let temporary: TemporaryDatabase;
  beforeAll(async () => {
    temporary = await createPostgresqlDatabase();
    connect({ default: temporary.url });
    await fillDatabase();
    await database().raw('ANALYZE');
    await disconnect();
  });
  afterAll(() => temporary.close());

  for (const { name, app } of declared) {
    if (app.database === 'postgresql' || app.database === 'each') {
      showsTheDifference(name, async ({ databaseParameters = '' }) => {
        connect({ default: `${temporary.url}${databaseParameters}` });
        return disconnect;
      });
    }
  }
});

type Connecting = (app: GalleryApp) => Promise<() => Promise<void>>;

/** The slow version has its finding on the marked line, the right one has none at all. */
function showsTheDifference(name: string, connecting: Connecting = async () => async () => {}) {
  const { code, place } = expectedFinding(name);

  test(`${name}: the slow app has ${code} at ${place}`, MEASURES_TIME, async () => {
    const opened = await openGalleryApp(name, 'slow');
    const close = await connecting(opened.declared);
    try {
      const findings = await alarmsOf(opened);
      const found = findings.map((finding) => `${finding.code} ${placeOf(finding)}`);
      expect(found.join('\n')).toContain(`${code} ${place}`);
    } finally {
      await close();
    }
  });

  test(`${name}: the right app has nothing to report`, MEASURES_TIME, async () => {
    const opened = await openGalleryApp(name, 'right');
    const close = await connecting(opened.declared);
    try {
      const findings = await findingsOf(opened);
      expect(findings.map(({ title, summary }) => `${title}: ${summary}`)).toEqual([]);
    } finally {
      await close();
    }
  });
}
