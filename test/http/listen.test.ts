import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type App, createApp, type Listening, listen } from '../../src/http/index.ts';

const open: Listening[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function cinemaApp(): App {
  const app = createApp({ mode: 'development' });
  app.get('/', async () => 'welcome');
  return app;
}

async function start(app: App, options: Parameters<typeof listen>[1]): Promise<Listening> {
  const server = await listen(app, options);
  open.push(server);
  return server;
}

describe('listen', () => {
  test('tells where, and closes', async () => {
    const server = await start(cinemaApp(), { port: 0 });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(await (await fetch(server.url)).text()).toBe('welcome');
    await server.close();
    await server.closed;
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test('says plainly that a port is taken and how to choose another', async () => {
    const { port } = await start(cinemaApp(), { port: 0 });
    await expect(listen(cinemaApp(), { port })).rejects.toMatchObject({
      code: 'http.port.taken',
      message: `Port ${port} on 127.0.0.1 is taken by another program.`,
      hint: `Stop that program, or choose another port: PORT=${port + 1}.`,
    });
  });

  test('says that a host is not this machine’s', async () => {
    await expect(listen(cinemaApp(), { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'http.address.unavailable',
      message: '"192.0.2.1" is not an address of this machine.',
    });
  });

  test('refuses a port that is none', async () => {
    await expect(listen(cinemaApp(), { port: 70_000 })).rejects.toMatchObject({
      code: 'core.option.invalid',
    });
  });

  test('lets a running request finish when told to stop, and cuts what takes too long', async () => {
    const app = cinemaApp();
    const arrived = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    app.get('/slow', async () => {
      arrived.resolve();
      await leave.promise;
      return 'finished';
    });
    const server = await start(app, { port: 0, graceMs: 60_000 });
    const answer = fetch(`${server.url}/slow`).then((response) => response.text());
    await arrived.promise;
    const closed = server.close();
    leave.resolve();
    expect(await answer).toBe('finished');
    await closed;
  });

  test('cuts a connection that is busy after the grace period', async () => {
    const app = cinemaApp();
    app.get('/forever', () => new Promise(() => undefined));
    const server = await start(app, { port: 0, graceMs: 20 });
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /forever HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => app.server.once('request', resolve));
    await server.close();
    await expect.poll(() => socket.closed).toBe(true);
  });
});
