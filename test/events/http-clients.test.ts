import diagnostics from 'node:diagnostics_channel';
import { createServer, get, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  createRequestContext,
  requestFinishChannel,
  runInContext,
  type SpanEvent,
  spanChannel,
} from '../../src/events/index.ts';

const server = createServer((request, answer) => {
  if (request.url?.startsWith('/missing')) answer.statusCode = 404;
  answer.end('1.08');
});
let site: string;
let spans: SpanEvent[];
let stop: () => void;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  spans = [];
  stop = spanChannel.subscribe((span) => spans.push(span));
  onTestFinished(stop);
});

function ask(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${site}${path}`, (answer) => answer.resume().on('close', resolve)).on('error', reject);
  });
}

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

describe('requests to other servers', () => {
  test.each([
    ['fetch', async (path: string) => void (await (await fetch(site + path)).text())],
    ['node:http', ask],
  ])('by %s are told of with status, place and context', async (_client, call) => {
    const context = createRequestContext();
    await runInContext(context, () => call('/missing?key=s3cret'));
    await expect.poll(() => spans).toHaveLength(1);
    const [span] = spans;
    expect(span).toMatchObject({
      kind: 'http-client',
      name: `GET ${site}/missing`,
      attributes: { method: 'GET', host: site, path: '/missing', status: 404 },
      error: undefined,
    });
    expect(span?.context).toBe(context);
    expect(span?.site?.location?.file).toContain('http-clients.test.ts');
    expect(span?.durationMs).toBeGreaterThan(0);
    expect(JSON.stringify(span)).not.toContain('s3cret');
  });

  test('that fail are told of with the error', async () => {
    const nobody = `http://127.0.0.1:${await closedPort()}/`;
    await fetch(nobody).catch(() => {});
    await new Promise((resolve) => httpRequest(nobody).on('error', resolve).end());
    await expect.poll(() => spans).toHaveLength(2);
    for (const { error, attributes } of spans) {
      expect(String((error as Error).message)).toContain('ECONNREFUSED');
      expect(attributes.status).toBeUndefined();
    }
  });

  test('whose body nobody reads are told of when the one who asked is done', async () => {
    const context = createRequestContext();
    const answer = await runInContext(context, () => fetch(`${site}/rates`));
    onTestFinished(() => answer.body?.cancel());
    const finish = { statusCode: 200, contentType: '', contentLength: 0, error: undefined };
    requestFinishChannel.publish({ context, durationMs: 1, ...finish });
    await expect.poll(() => spans.map(({ name }) => name)).toEqual([`GET ${site}/rates`]);
  });

  test('are not looked at once nobody listens to spans', () => {
    const names = ['undici:request:create', 'http.client.request.created'];
    const watched = () => names.map((name) => diagnostics.hasSubscribers(name));
    expect(watched()).toEqual([true, true]);
    stop();
    expect(watched()).toEqual([false, false]);
  });
});

test.each([
  ['/rates?key=s3cret#part', '/rates'],
  ['/services/T024BE7LD/xoxb1234567890abcdefghij', '/services/T024BE7LD/…'],
  ['/movies/2001-a-space-odyssey-in-70mm', '/movies/2001-a-space-odyssey-in-70mm'],
  ['/rows/5f0c5c1e-0a3f-4b39-9f3c-0c1c2b7b6a11', '/rows/5f0c5c1e-0a3f-4b39-9f3c-0c1c2b7b6a11'],
  [`/${'films/'.repeat(60)}`, `/${'films/'.repeat(60)}`.slice(0, 200).concat('…')],
])('of %s no secret is kept', async (path, kept) => {
  await ask(path);
  await expect.poll(() => spans.map(({ attributes }) => attributes.path)).toEqual([kept]);
});

test('of user and password in an address nothing is kept', async () => {
  const address = new URL(site);
  Object.assign(address, { username: 'ada', password: 's3cret' });
  await new Promise((resolve) => get(address, (answer) => answer.resume().on('close', resolve)));
  await expect.poll(() => spans.map(({ name }) => name)).toEqual([`GET ${site}/`]);
});
