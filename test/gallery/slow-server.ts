import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { App } from '../../src/http/index.ts';

/** Milliseconds that the server of others takes to answer. */
const ANSWER_MS = 200;

/** Starts a server that takes its time, as those of others do, and stops it with the app. */
export async function startSlowServer(app: App): Promise<string> {
  const server = createServer(async (_request, response) => {
    await setTimeout(ANSWER_MS);
    response.setHeader('content-type', 'application/json').end('{"EUR":1}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  app.addHook('onClose', (_app, done) => {
    server.closeAllConnections();
    server.close(() => done());
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/rates`;
}
