import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createPostgresqlDatabase, describeOnPostgresql } from './postgresql.ts';

describeOnPostgresql('the PostgreSQL server of the tests', () => {
  test('gives everybody an empty database of their own, which is gone when it is closed', async () => {
    const [first, second] = await Promise.all([
      createPostgresqlDatabase(),
      createPostgresqlDatabase(),
    ]);
    await run(first.url, 'CREATE TABLE movie (id integer)');
    expect(await tableNames(first.url)).toEqual(['movie']);
    expect(await tableNames(second.url)).toEqual([]);
    await Promise.all([first.close(), second.close()]);
    await expect(run(first.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  test('is new enough, sorts by code points and knows the letters of all scripts', async () => {
    const { url, close } = await createPostgresqlDatabase();
    const [row] = await run(
      url,
      `SELECT current_setting('server_version_num')::int >= 150000 AS "isNew",
        'Z' < 'a' AS "isByCodePoint", upper('é') AS upper`,
    );
    expect(row).toEqual({ isNew: true, isByCodePoint: true, upper: 'É' });
    await close();
  });
});

async function tableNames(url: string): Promise<unknown[]> {
  const rows = await run(url, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
  return rows.map(({ tablename }) => tablename);
}

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
