import { request as httpRequest } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { createCache, MemoryBackend } from '../../../src/cache/index.ts';
import { site } from './site.ts';

const WAITING = { timeout: 20_000 };

/** A view that waits until it is let go. */
function held(view: () => unknown = () => 'page') {
  let release!: () => void;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let began = 0;
  return {
    release,
    get began() {
      return began;
    },
    view: async () => {
      began += 1;
      await gate;
      return view();
    },
  };
}

/** Two apps see each other's entries in it, as two processes do. */
class SharedMemory extends MemoryBackend {
  override readonly capabilities = {
    ...new MemoryBackend().capabilities,
    isShared: true,
    keepsLiveEntries: false,
  };
}

describe('concurrent misses', () => {
  test('of 100 requests one runs the view, and all get its page', async () => {
    const { app, page, get, port, runs } = site();
    const { view, release } = held();
    page('/', { timeout: '1m' }, view);
    await port();
    let arrived = 0;
    app.server.on('request', () => {
      arrived += 1;
    });
    const answers = Array.from({ length: 100 }, () => get('/'));
    await vi.waitFor(() => expect(arrived).toBe(100), WAITING);
    release();
    for (const { status, body } of await Promise.all(answers)) {
      expect([status, body]).toEqual([200, 'page']);
    }
    expect(runs.get('/')).toBe(1);
    expect((await get('/')).body).toBe('page');
  });

  test('with two headers to vary on, one view for each', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, async (request, reply) => {
      await new Promise(setImmediate);
      reply.header('vary', 'x-theme');
      return String(request.headers['x-theme']);
    });
    const themes = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 'dark' : 'light'));
    const answers = await Promise.all(themes.map((theme) => get('/', { 'x-theme': theme })));
    expect(answers.map(({ body }) => body)).toEqual(themes);
    expect(runs.get('/')).toBe(2);
  });

  test('of two processes that share a backend one runs the view', async () => {
    const backend = new SharedMemory();
    const { view, release } = held();
    const sites = [0, 1].map(() => site({ cache: createCache({ backend }) }));
    for (const { page } of sites) page('/', { timeout: '1m' }, view);
    const answers = sites.flatMap(({ get }) =>
      Array.from({ length: 10 }, () => get('/', { host: 'a.example' })),
    );
    release();
    for (const { body } of await Promise.all(answers)) expect(body).toBe('page');
    expect(sites.reduce((sum, { runs }) => sum + (runs.get('/') ?? 0), 0)).toBe(1);
  });

  test('an answer that cannot be kept lets the others make their own at once', async () => {
    const { page, get } = site();
    let runs = 0;
    let together = 0;
    let most = 0;
    page('/', { timeout: '1m' }, async (_request, reply) => {
      runs += 1;
      together += 1;
      most = Math.max(most, together);
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      together -= 1;
      return reply.header('cache-control', 'private').send(`own ${runs}`);
    });
    await get('/');
    const answers = await Promise.all(Array.from({ length: 10 }, () => get('/')));
    expect(runs).toBe(11);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(most).toBeGreaterThan(1);
  });

  test('a view that fails answers its own request; the others try themselves', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, async () => {
      await new Promise(setImmediate);
      if (runs.get('/') === 1) throw new Error('The projector is broken');
      return 'page';
    });
    const answers = await Promise.all([get('/'), get('/'), get('/')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 500]);
    expect((await get('/')).body).toBe('page');
  });

  test('a client that leaves does not take the page away from those who wait', async () => {
    const { app, page, get, port, runs } = site();
    const screening = held();
    page('/', { timeout: '1m' }, screening.view);
    const address = { host: '127.0.0.1', port: await port(), path: '/', agent: false };
    const leaving = httpRequest(address);
    leaving.on('error', () => {});
    leaving.end();
    await vi.waitFor(() => expect(screening.began).toBe(1), WAITING);
    let arrived = 0;
    app.server.on('request', () => {
      arrived += 1;
    });
    const waiting = get('/');
    await vi.waitFor(() => expect(arrived).toBe(1), WAITING);
    leaving.destroy();
    screening.release();
    expect((await waiting).body).toBe('page');
    expect(runs.get('/')).toBe(1);
    expect((await get('/')).headers).toHaveProperty('age');
  });

  test('who waited longer than the limit makes a page of his own', async () => {
    const { page, get, runs } = site();
    const { view, release } = held();
    page('/', { timeout: '1m', limit: 0.05 }, async () => {
      if (runs.get('/') === 1) await view();
      return `run ${runs.get('/')}`;
    });
    const first = get('/');
    await vi.waitFor(() => expect(runs.get('/')).toBe(1), WAITING);
    expect((await get('/')).body).toBe('run 2');
    release();
    expect((await first).status).toBe(200);
  });

  test('a view that takes the socket over leaves nobody waiting', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, (_request, reply) => {
      reply.hijack();
      reply.raw.end('raw');
    });
    const answers = await Promise.all([get('/'), get('/')]);
    expect(answers.map(({ body }) => body)).toEqual(['raw', 'raw']);
    expect(runs.get('/')).toBe(2);
  });
});
