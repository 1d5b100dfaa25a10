import { expect, test } from 'vitest';
import { connectEmpty, describeEachDatabase } from './databases.ts';

describeEachDatabase('a suite for each database', (kind) => {
  test('finds the database empty, whatever other tests left', async () => {
    for (const time of ['first', 'second']) {
      const database = await connectEmpty(kind);
      expect(database.dialect.name).toBe(kind);
      expect(await database.hasTable('movie'), time).toBe(false);
      await database.raw('CREATE TABLE movie (title text)');
    }
  });
});
