import { createRequire } from 'node:module';
import type { Bench } from './harness/index.ts';
import { installedRivals, versionsOf } from './orm/peers.ts';
import { openPostgresql, postgresqlUrl, stopPostgresql } from './orm/postgresql/database.ts';
import { openHandWritten, openPipelined } from './orm/postgresql/hand-written.ts';
import { POSTGRESQL_PEERS } from './orm/postgresql/peers.ts';
import { openUptempo } from './orm/uptempo.ts';
import { ormWorkloads, type Rival } from './orm/workloads.ts';

export const bench: Bench = {
  name: 'orm-postgresql',
  description: 'QuerySets on PostgreSQL against hand-written pg, and other libraries.',
  isIsolated: true,
  async workloads() {
    const url = await postgresqlUrl();
    const rivals: Rival[] = [
      { name: 'hand-written pg', open: (connections) => openHandWritten({ url, connections }) },
      { name: 'pg, pipelined', open: (connections) => openPipelined({ url, connections }) },
      {
        name: 'uptempo',
        open: (connections) => openUptempo({ url, poolSize: connections }),
      },
      ...installedRivals(POSTGRESQL_PEERS, url),
    ];
    return ormWorkloads(rivals, () => openPostgresql(url));
  },
  versions: () => ({
    pg: createRequire(import.meta.url)('pg/package.json').version,
    ...versionsOf(POSTGRESQL_PEERS),
  }),
  close: stopPostgresql,
};
