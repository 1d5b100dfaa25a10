import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type ClusterNode,
  redis,
  type SmallServer,
  startClusterNode,
  startRedis,
  startSentinel,
} from '../../scripts/services/index.ts';
import { createCache } from '../../src/cache/index.ts';
import { eventually } from '../support/eventually.ts';
import { describeWith } from '../support/services.ts';
import { describeConformance } from './conformance.ts';

const SLOTS = 16_384;

async function command({ value: url }: SmallServer, ...words: readonly string[]): Promise<string> {
  const client = createClient({ url });
  await client.connect();
  try {
    return String(await client.sendCommand([...words]));
  } finally {
    client.destroy();
  }
}

/** Gives each node its part of the slots and makes them known to each other. */
async function join(nodes: readonly ClusterNode[]): Promise<void> {
  const size = Math.ceil(SLOTS / nodes.length);
  for (const [index, { server }] of nodes.entries()) {
    const last = Math.min((index + 1) * size, SLOTS) - 1;
    await command(server, 'CLUSTER', 'ADDSLOTSRANGE', String(index * size), String(last));
    const { server: first, busPort } = nodes[0]!;
    if (index === 0) continue;
    await command(server, 'CLUSTER', 'MEET', '127.0.0.1', String(first.port), String(busPort));
  }
  for (const { server } of nodes) {
    const isJoined = async () =>
      expect(await command(server, 'CLUSTER', 'INFO')).toMatch(
        /cluster_state:ok[\s\S]*known_nodes:3/,
      );
    await vi.waitFor(isJoined, { interval: 100, timeout: 120_000 });
  }
}

describeWith(redis, 'Redis', () => {
  describe('a cluster', () => {
    let nodes: readonly ClusterNode[] = [];
    const url = () => `redis://${nodes.map(({ server }) => `127.0.0.1:${server.port}`).join(',')}`;

    beforeAll(async () => {
      nodes = [await startClusterNode(), await startClusterNode(), await startClusterNode()];
      await join(nodes);
    });
    afterAll(async () => {
      for (const { server } of nodes) await server.close();
    });

    describeConformance('cluster', () => ({ url: url(), cluster: true }));

    test('has the keys of a cache on all of its nodes', async () => {
      const cache = createCache({
        url: url(),
        cluster: true,
        prefix: 'spread',
        onFailure: 'raise',
      });
      const keys = Array.from({ length: 60 }, (_, index) => `film:${index}`);
      await cache.setMany(keys.map((key) => [key, key] as const));
      expect([...(await cache.getMany(keys)).values()]).toEqual(keys);
      for (const { server } of nodes) {
        expect(Number(await command(server, 'DBSIZE'))).toBeGreaterThan(0);
      }
      await cache.clear();
      expect((await cache.getMany(keys)).size).toBe(0);
      await cache.close();
    });

    test('makes up for what only one of its nodes did not take', async () => {
      const cache = createCache({ url: url(), cluster: true, prefix: 'partly' });
      const numbers = Array.from({ length: 20 }, (_, index) => index);
      const keys = numbers.map((number) => `film:${number}`);
      const tags = numbers.map((number) => `genre:${number}`);
      for (const number of numbers)
        await cache.set(keys[number]!, 'old', { tags: [tags[number]!] });
      expect((await cache.getMany(keys)).size).toBe(keys.length);
      const takeNothing = (replicas: string) =>
        command(nodes[2]!.server, 'CONFIG', 'SET', 'min-replicas-to-write', replicas);
      await takeNothing('1');
      await cache.invalidateTags(tags);
      await takeNothing('0');
      await eventually(async () => {
        await cache.set('works', 'again');
        return (await cache.get('works')) === 'again';
      });
      expect((await cache.getMany(keys)).size).toBe(0);
      await cache.close();
    });
  });

  describe('a server that a sentinel names', () => {
    let master: SmallServer | undefined;
    let sentinel: SmallServer | undefined;

    beforeAll(async () => {
      master = await startRedis();
      sentinel = await startSentinel(master, 'cinema');
    });
    afterAll(async () => {
      await sentinel?.close();
      await master?.close();
    });

    describeConformance('sentinel', () => ({ url: sentinel!.value, sentinel: 'cinema' }));
  });
});
