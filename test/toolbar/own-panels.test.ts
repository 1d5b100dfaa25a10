import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fastify, { type FastifyInstance } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { currentContext } from '../../src/events/index.ts';
import {
  type Panel,
  type ToolbarOptions,
  type TraceDocument,
  toolbar,
} from '../../src/toolbar/index.ts';
import { closedAfterTest } from './cinema-app.ts';

const SEATS = Symbol('seats');

/** Shows what a view has left for it in the context of its request. */
const seats: Panel = {
  name: 'seats',
  title: 'Seats',
  collect: ({ trace, context }) => ({
    count: Number(context.values.get(SEATS)),
    sections: [{ title: 'Screening', facts: { url: trace.url, status: trace.status ?? null } }],
  }),
};

async function appWith(options: ToolbarOptions): Promise<FastifyInstance> {
  const app = closedAfterTest(fastify());
  await app.register(toolbar, options);
  app.get('/', async () => {
    currentContext()?.values.set(SEATS, 7);
    return { ok: true };
  });
  return app;
}

/** The panels of a request, once all have been collected. */
async function panelsOf(app: FastifyInstance): Promise<TraceDocument['panels']> {
  const id = (await app.inject('/')).headers['x-uptempo-trace'];
  const read = async () =>
    (await app.inject(`/__uptempo/traces/${id}.json`)).json<TraceDocument>().panels;
  await expect
    .poll(async () => (await read()).every(({ data, error }) => data !== null || error !== null))
    .toBe(true);
  return read();
}

test('a panel is asked after the request and its data is in the trace', async () => {
  const app = await appWith({ panels: [seats] });
  expect(await panelsOf(app)).toEqual([
    {
      name: 'seats',
      title: 'Seats',
      data: { count: 7, sections: [{ title: 'Screening', facts: { url: '/', status: 200 } }] },
      error: null,
      hasModule: false,
    },
  ]);
});

test('panels that fail say why, and the others are there', async () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const failing: readonly (readonly [string, Panel['collect']])[] = [
    [
      'throws',
      () => {
        throw new Error('No seats.');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('No seats.');
      },
    ],
    ['nothing', () => undefined as never],
    ['cyclic', () => cyclic],
    ['large', () => ({ sections: [{ text: 'x'.repeat(600_000) }] })],
  ];
  const app = await appWith({
    panels: [...failing.map(([name, collect]) => ({ name, title: name, collect })), seats],
  });
  const panels = await panelsOf(app);
  expect(panels.map(({ name, error }) => [name, error?.slice(0, 24)])).toEqual([
    ['throws', 'No seats.'],
    ['rejects', 'No seats.'],
    ['nothing', 'collect() returned nothi'],
    ['cyclic', expect.stringContaining('circular')],
    ['large', 'It collected more than 5'],
    ['seats', undefined],
  ]);
});

test('the module of a panel is served, and no other file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-panel-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'seats.js'), 'export function render() {}');
  const module = pathToFileURL(join(folder, 'seats.js'));
  const app = await appWith({
    panels: [
      { ...seats, module },
      { ...seats, name: 'plain' },
    ],
  });
  const script = await app.inject('/__uptempo/panels/seats.js');
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(script.body).toBe('export function render() {}');
  for (const name of ['plain.js', 'other.js', '..%2fseats.js']) {
    expect((await app.inject(`/__uptempo/panels/${name}`)).statusCode).toBe(404);
  }
});

test.each<[string, unknown[]]>([
  ['no name', [{ title: 'Seats', collect: () => ({}) }]],
  ['a name with markup', [{ ...seats, name: '<b>' }]],
  ['two of a name', [seats, seats]],
  ['no collect()', [{ name: 'seats', title: 'Seats' }]],
  ['a module from elsewhere', [{ ...seats, module: new URL('https://example.org/a.js') }]],
])('panels with %s are refused', async (_what, panels) => {
  await expect(appWith({ panels: panels as Panel[] })).rejects.toThrow(
    expect.objectContaining({ code: 'toolbar.panel.invalid' }),
  );
});
