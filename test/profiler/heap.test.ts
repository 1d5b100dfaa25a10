import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { heapDiff, heapSummary, writeHeapSnapshot } from '../../src/profiler/index.ts';
import { temporaryFolder } from '../support/files.ts';

class ForgottenTicket {
  readonly seat: number;
  constructor(seat: number) {
    this.seat = seat;
  }
}

test('10,000 objects that are kept are found by their class', async () => {
  const before = await heapSummary();
  const kept = Array.from({ length: 10_000 }, (_, seat) => new ForgottenTicket(seat));
  const after = await heapSummary();
  const tickets = heapDiff(before, after).find(({ name }) => name === 'ForgottenTicket')!;
  expect(tickets.countDelta).toBe(kept.length);
  expect(tickets.bytesDelta).toBeGreaterThan(10_000 * 16);
  expect(tickets).toMatchObject({ before: { count: 0 }, after: { count: 10_000 } });

  kept.length = 0;
  const back = heapDiff(after, await heapSummary());
  expect(back.find(({ name }) => name === 'ForgottenTicket')!.countDelta).toBe(-10_000);
});

test('a summary of a file is what reading it as a whole finds', async () => {
  const file = join(temporaryFolder(), 'cinema.heapsnapshot');
  await writeHeapSnapshot(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const summary = await heapSummary(file);
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(file, 'utf8'));
  const fields: string[] = snapshot.meta.node_fields;
  const [types] = snapshot.meta.node_types;
  let bytes = 0;
  const maps = { count: 0, shallowBytes: 0 };
  let stringCount = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    const size: number = nodes[at + fields.indexOf('self_size')];
    const type: string = types[nodes[at + fields.indexOf('type')]];
    bytes += size;
    if (/string/.test(type)) stringCount++;
    if (type !== 'object' || strings[nodes[at + fields.indexOf('name')]] !== 'Map') continue;
    maps.count++;
    maps.shallowBytes += size;
  }
  const group = (name: string) => summary.groups.find((found) => found.name === name);
  expect(group('Map')).toEqual({ name: 'Map', ...maps });
  expect(group('(string)')!.count).toBe(stringCount);
  expect(summary.objectCount).toBe(snapshot.node_count);
  expect(summary.shallowBytes).toBe(bytes);
});

test('a snapshot never overwrites a file', async () => {
  const file = join(temporaryFolder(), 'cinema.heapsnapshot');
  await writeHeapSnapshot(file);
  await expect(writeHeapSnapshot(file)).rejects.toMatchObject({ code: 'EEXIST' });
});

describe('read in pieces', () => {
  const SNAPSHOT = JSON.stringify({
    snapshot: {
      meta: {
        node_fields: ['type', 'name', 'id', 'self_size'],
        node_types: [['hidden', 'object', 'string', 'code'], 'string', 'number', 'number'],
      },
      node_count: 4,
    },
    nodes: [1, 1, 7, 40, 1, 1, 9, 60, 2, 2, 11, 24, 3, 0, 13, 80],
    edges: [0, 1, 2],
    trace_tree: ['a "]" in a text', { deep: [[]] }],
    strings: ['', 'Movie "Ångström" ]', 'what it holds'],
  });

  async function* pieces(size: number, text = SNAPSHOT): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  test.each([1, 2, 3, 7, 64, 10_000])('of %i bytes', async (size) => {
    expect(await heapSummary(pieces(size))).toEqual({
      groups: [
        { name: 'Movie "Ångström" ]', count: 2, shallowBytes: 100 },
        { name: '(compiled code)', count: 1, shallowBytes: 80 },
        { name: '(string)', count: 1, shallowBytes: 24 },
      ],
      objectCount: 4,
      shallowBytes: 204,
    });
  });

  test.each<[string, string]>([
    ['an empty file', ''],
    ['a web page', '<!doctype html><html lang="en"></html>'],
    ['one that is cut off', SNAPSHOT.slice(0, -30)],
    ['one whose nodes have no size', SNAPSHOT.replace('self_size', 'size')],
    ['one without a description', `{"nodes":[1,2],"strings":[]}`],
    ['one with a node of no type', SNAPSHOT.replace('[1,1,7', '[9,1,7')],
    ['one with nodes that are no numbers', SNAPSHOT.replace('[1,1,7', '[1,true,7')],
    ['one that never stops describing', `{"snapshot":{"x":"${'x'.repeat(200_000)}`],
  ])('%s is refused', async (_title, text) => {
    await expect(heapSummary(pieces(1_000, text))).rejects.toMatchObject({
      code: 'profiler.snapshot.invalid',
    });
  });
});
