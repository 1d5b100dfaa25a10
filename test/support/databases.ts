import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { connect, type Database, database, disconnect } from '../../src/db/index.ts';
import { temporaryFolder } from './files.ts';
import { describeOnPostgresql, temporaryPostgresql } from './postgresql.ts';

/** The databases that a suite may be run on. */
export type DatabaseKind = 'sqlite' | 'postgresql';

/** The ways to reach them; `pg` is PostgreSQL over pg's own data path instead of ours. */
export type DriverKind = DatabaseKind | 'pg';

/**
 * Runs one suite on each database: `describe` for both, with the name of the database in the
 * title. Its tests call `connectEmpty(kind)` first.
 */
export function describeEachDatabase(title: string, body: (kind: DatabaseKind) => void): void {
  describe(`${title} (sqlite)`, () => body('sqlite'));
  describeOnPostgresql(`${title} (postgresql)`, () => body('postgresql'));
}

/** Runs one suite on each driver, as `describeEachDatabase`. */
export function describeEachDriver(title: string, body: (kind: DriverKind) => void): void {
  describeEachDatabase(title, body);
  describeOnPostgresql(`${title} (postgresql, data path of pg)`, () => body('pg'));
}

/**
 * Makes `default` an empty database of the kind until the test is over. `parameters` are added to
 * its address.
 */
export async function connectEmpty(kind: DriverKind, parameters = ''): Promise<Database> {
  const url =
    kind === 'sqlite'
      ? `sqlite:${join(temporaryFolder(), 'test.sqlite')}`
      : await temporaryPostgresql();
  const dataPath = kind === 'pg' ? `${parameters === '' ? '?' : '&'}data_path=pg` : '';
  connect({ default: `${url}${parameters}${dataPath}` });
  onTestFinished(() => disconnect());
  return database();
}
