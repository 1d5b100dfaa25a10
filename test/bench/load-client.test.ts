import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { sendLoad } from '../../bench/harness/index.ts';

/** Serves on a free port until the test is over. */
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const LOAD = { path: '/movies', connections: 4, requests: 50 };

test('every request is sent once, over the connections that were asked for', async () => {
  const sockets = new Set<unknown>();
  const urls: string[] = [];
  const port = await serve((request, response) => {
    sockets.add(request.socket);
    urls.push(`${request.method} ${request.url}`);
    response.end('Jaws');
  });
  const result = await sendLoad({ ...LOAD, port });
  expect(urls).toEqual(Array(50).fill('GET /movies'));
  expect(sockets.size).toBe(4);
  expect(result).toMatchObject({ requests: 50, bodyBytes: 200 });
});

test('answers in chunks are followed to their end', async () => {
  const port = await serve((_request, response) => {
    response.write('Jaws, ');
    setImmediate(() => {
      response.write('Ä'.repeat(40_000));
      response.end();
    });
  });
  const { bodyBytes } = await sendLoad({ ...LOAD, port });
  expect(bodyBytes).toBe(50 * (6 + 80_000));
});

test('empty answers are answers', async () => {
  const port = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 0 }).end();
  });
  expect((await sendLoad({ ...LOAD, port })).bodyBytes).toBe(0);
});

test('another status than 200 ends the run', async () => {
  const port = await serve((_request, response) => {
    response.writeHead(500).end('broken');
  });
  await expect(sendLoad({ ...LOAD, port })).rejects.toThrow(/500 Internal Server Error/);
});

test('a server that hangs up ends the run', async () => {
  const port = await serve((request) => request.socket.destroy());
  await expect(sendLoad({ ...LOAD, port })).rejects.toThrow();
});

test('a server that does not answer ends the run in time', async () => {
  const port = await serve(() => {});
  await expect(sendLoad({ ...LOAD, port, limitMs: 50 })).rejects.toThrow(/no end in time/);
});
