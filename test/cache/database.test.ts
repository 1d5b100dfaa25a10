import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCache, DatabaseBackend } from '../../src/cache/index.ts';
import { atomic, connect, database, disconnect } from '../../src/db/index.ts';
import { type DatabaseKind, describeEachDatabase } from '../support/databases.ts';
import { createPostgresqlDatabase, type TemporaryDatabase } from '../support/postgresql.ts';
import { describeConformance } from './conformance.ts';

describeEachDatabase('the database backend', (kind) => {
  connectForAll(kind);
  describeConformance(kind, () => ({ url: 'database:default' }));
  describeConformance(`${kind}, tiered`, () => ({ url: 'database:default', tiered: true }));

  describe('its table', () => {
    test('is deleted from in batches while others write', async () => {
      const backend = new DatabaseBackend({ alias: 'default', table: 'small', maxEntries: 50 });
      const cache = createCache({ backend });
      for (let index = 0; index < 120; index += 1) await cache.set(`k${index}`, index, '1h');
      await cache.set('ended', 1, '1ms');
      await backend.cull();
      const { rows } = await database().raw('SELECT COUNT(*) AS count FROM small');
      expect(Number(rows[0]!.count)).toBe(45);
      expect(await cache.has('ended')).toBe(false);
    });

    test('holds what was cached in a transaction that is undone, where rows can be locked', async () => {
      const cache = createCache({ url: 'database:default', prefix: 'atomic' });
      await cache.set('before', 1);
      const undone = atomic(async () => {
        expect(await cache.get('before')).toBe(1);
        await cache.set('inside', 2);
        expect(await cache.get('inside')).toBe(2);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      const { supportsRowLocks } = database().dialect.features;
      expect(await cache.has('inside')).toBe(supportsRowLocks);
    });
  });
});

/** One database for all tests of a kind: what they write has prefixes of its own. */
function connectForAll(kind: DatabaseKind): void {
  let temporary: TemporaryDatabase | undefined;
  beforeAll(async () => {
    if (kind === 'postgresql') temporary = await createPostgresqlDatabase();
    connect({ default: temporary?.url ?? 'sqlite::memory:' });
  });
  afterAll(async () => {
    await disconnect();
    await temporary?.close();
  });
}
