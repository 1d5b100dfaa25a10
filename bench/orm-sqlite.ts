import type { Bench } from './harness/index.ts';
import { installedRivals, versionsOf } from './orm/peers.ts';
import { openSqlite, removeSqlite, sqliteFile } from './orm/sqlite/database.ts';
import { openHandWritten } from './orm/sqlite/hand-written.ts';
import { SQLITE_PEERS } from './orm/sqlite/peers.ts';
import { openUptempo } from './orm/uptempo.ts';
import { ormWorkloads, type Rival } from './orm/workloads.ts';

export const bench: Bench = {
  name: 'orm-sqlite',
  description: 'QuerySets on SQLite against hand-written node:sqlite, and other libraries.',
  isIsolated: true,
  async workloads() {
    const url = sqliteFile();
    const rivals: Rival[] = [
      { name: 'hand-written node:sqlite', open: () => openHandWritten({ url, connections: 1 }) },
      {
        name: 'uptempo',
        open: () => openUptempo(`sqlite:${url}`),
      },
      ...installedRivals(SQLITE_PEERS, url),
    ];
    return ormWorkloads(rivals, async () => openSqlite(url), { isEmbedded: true });
  },
  versions: () => ({ SQLite: process.versions.sqlite ?? '', ...versionsOf(SQLITE_PEERS) }),
  close: removeSqlite,
};
