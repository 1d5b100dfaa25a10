import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { cacheHealthChannel, requestStartChannel } from '../../../src/events/index.ts';
import { counting, type Site, type SiteOptions, site } from './site.ts';

const HOST = { host: 'a.example' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => void vi.useRealTimers();
});

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

/** Asks until the answer is another; what is made in the background is there some time. */
async function eventually({ get }: Site, path: string, body: string): Promise<void> {
  await vi.waitFor(async () => expect((await get(path, HOST)).body).toBe(body), {
    timeout: 100_000,
    interval: 20,
  });
}

describe('a page past its time, with stale', () => {
  test('is sent at once, with its age, while one request makes a new one', async () => {
    const own = site();
    const gate = Promise.withResolvers<void>();
    own.page('/', { timeout: '1m', stale: '5m', statusHeader: true }, async () => {
      const run = own.runs.get('/');
      if (run === 2) await gate.promise;
      return `run ${run}`;
    });
    const first = await own.get('/', HOST);
    expect(first.headers['cache-control']).toBe('max-age=60, stale-while-revalidate=300');
    pass(90);
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.get('/', HOST)));
    for (const { body, headers } of answers) {
      expect(body).toBe('run 1');
      expect(headers.age).toBe('90');
      expect(headers['cache-status']).toBe('uptempo; hit; ttl=-30');
      expect(headers.etag).toBe(first.headers.etag);
    }
    await vi.waitFor(() => expect(own.runs.get('/')).toBe(2));
    gate.resolve();
    await eventually(own, '/', 'run 2');
    expect(own.runs.get('/')).toBe(2);
    expect(Number((await own.get('/', HOST)).headers.age)).toBe(0);
  });

  test('is none when also that is over, and nobody gets it', async () => {
    const own = site();
    own.page('/', { timeout: '1m', stale: '5m' }, counting());
    await own.get('/', HOST);
    pass(60 + 300 + 1);
    expect((await own.get('/', HOST)).body).toBe('run 2');
  });

  test('is never one that was thrown away', async () => {
    const own = site();
    own.page('/', { timeout: '1m', stale: '5m', tags: ['movies'] }, counting());
    const { headers } = await own.get('/', HOST);
    expect(headers['cache-control']).toBe('max-age=0, must-revalidate');
    pass(90);
    await own.cache.invalidateTags(['movies']);
    expect((await own.get('/', HOST)).body).toBe('run 2');
  });

  test.for(['must-revalidate', 'proxy-revalidate'])(
    'is none where the view says %s',
    async (word) => {
      const own = site();
      const view = counting((reply) => void reply.header('cache-control', word));
      own.page('/', { timeout: '1m', stale: '5m', grace: '1h' }, view);
      const { headers } = await own.get('/', HOST);
      expect(headers['cache-control']).toBe(`${word}, max-age=60`);
      expect((await own.get('/', HOST)).body).toBe('run 1');
      pass(61);
      expect((await own.get('/', HOST)).body).toBe('run 2');
    },
  );

  test('is made by a request like the one that found it, which is seen as one', async () => {
    const own = site();
    const seen: unknown[] = [];
    own.app.addHook('onRequest', async ({ ip, headers }) => void seen.push([ip, headers.cookie]));
    own.page('/:id', { timeout: '1m', stale: '5m' }, (request, reply) => {
      const { host, protocol, method } = request;
      const { id } = request.params as { id: string };
      return reply.send([host, protocol, method, id, request.headers.cookie, request.query]);
    });
    const headers = { ...HOST, cookie: 's=1' };
    const { body } = await own.get('/7?q=%C3%A9', headers);
    pass(90);
    const starts: string[] = [];
    onTestFinished(requestStartChannel.subscribe(({ url }) => starts.push(url)));
    await own.get('/7?q=%C3%A9', { ...headers, 'if-none-match': '"x"' });
    await vi.waitFor(() => expect(own.runs.get('/:id')).toBe(2));
    await vi.waitFor(async () => {
      const fresh = await own.get('/7?q=%C3%A9', headers);
      expect([fresh.body, fresh.headers.age]).toEqual([body, '0']);
    });
    expect(seen).toEqual([
      ['127.0.0.1', 's=1'],
      ['127.0.0.1', 's=1'],
    ]);
    expect(starts.filter((url) => url === '/7?q=%C3%A9').length).toBeGreaterThanOrEqual(3);
    expect((await own.get('/7?q=%C3%A9', { ...headers, cookie: 's=2' })).body).toContain('s=2');
  });

  test('is made anew by people who accept another encoding, each his own', async () => {
    const own = site();
    own.page('/', { timeout: '1m', stale: '5m' }, (request, reply) =>
      reply.header('vary', 'x-theme').send(`${request.headers['x-theme']} ${own.runs.get('/')}`),
    );
    const themes = ['dark', 'light'];
    for (const theme of themes) await own.get('/', { ...HOST, 'x-theme': theme });
    pass(90);
    for (let round = 0; round < 5; round += 1) {
      for (const theme of themes) {
        const { body } = await own.get('/', { ...HOST, 'x-theme': theme });
        expect(body).toMatch(new RegExp(`^${theme} `));
      }
    }
  });

  test('is not sent any longer when the view says something else', async () => {
    const own = site();
    let isPrivate = false;
    own.page(
      '/',
      { timeout: '1m', stale: '1h' },
      counting((reply) => {
        if (isPrivate) reply.header('cache-control', 'private');
      }),
    );
    await own.get('/', HOST);
    isPrivate = true;
    pass(90);
    expect((await own.get('/', HOST)).body).toBe('run 1');
    await vi.waitFor(async () => expect((await own.get('/', HOST)).body).not.toBe('run 1'), {
      timeout: 100_000,
    });
  });

  test.for(['/a/../b', '//b', '/a/./b'])(
    'is none for %s, which a URL writes otherwise',
    async (path) => {
      const own = site();
      own.page(
        '/*',
        { timeout: '1m', stale: '5m' },
        (request) => `${request.url} ${own.runs.get('/*')}`,
      );
      await own.get(path, HOST);
      pass(90);
      expect((await own.get(path, HOST)).body).toBe(`${path} 2`);
    },
  );

  test('is kept and made anew in a plain Fastify app', async () => {
    const own = site({ isPlain: true });
    own.page('/', { timeout: '1m', stale: '5m' }, counting());
    await own.get('/', HOST);
    pass(90);
    expect((await own.get('/', HOST)).body).toBe('run 1');
    await eventually(own, '/', 'run 2');
  });
});

describe('a page past its time, with grace', () => {
  /** A page whose view fails while `isBroken`. */
  function breaking(options: object, siteOptions: SiteOptions = {}) {
    const own = site(siteOptions);
    const state = { isBroken: false };
    own.page('/', { timeout: '1m', statusHeader: true, ...options }, (_request, reply) => {
      if (state.isBroken) throw new Error('The projector is broken');
      return reply.header('x-run', String(own.runs.get('/'))).send(`run ${own.runs.get('/')}`);
    });
    return { ...own, state };
  }

  test('is sent when making a new one fails, and that is told', async () => {
    const own = breaking({ grace: '1h' });
    const told: string[] = [];
    onTestFinished(cacheHealthChannel.subscribe(({ state }) => told.push(state)));
    const first = await own.get('/', HOST);
    expect(first.headers['cache-control']).toBe('max-age=60, stale-if-error=3600');
    own.state.isBroken = true;
    pass(90);
    const stale = await own.get('/', HOST);
    expect([stale.status, stale.body, stale.headers.age]).toEqual([200, 'run 1', '90']);
    expect(stale.headers['cache-status']).toBe('uptempo; fwd=stale; fwd-status=500');
    expect(stale.headers['x-run']).toBe('1');
    expect(stale.headers['content-type']).toBe(first.headers['content-type']);
    expect(stale.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(told).toEqual(['compute-failed']);
    const known = await own.get('/', { ...HOST, 'if-none-match': first.headers.etag });
    expect(known.status).toBe(304);
  });

  test('is not asked of the failing view by every request', async () => {
    const own = breaking({ grace: '1h' });
    await own.get('/', HOST);
    own.state.isBroken = true;
    pass(90);
    for (let again = 0; again < 5; again += 1) {
      expect((await own.get('/', HOST)).body).toBe('run 1');
    }
    expect(own.runs.get('/')).toBe(2);
    own.state.isBroken = false;
    pass(2);
    expect((await own.get('/', HOST)).body).toBe('run 3');
  });

  test('is sent to all who wait for the one that fails', async () => {
    const own = site();
    const gate = Promise.withResolvers<void>();
    own.page('/', { timeout: '1m', grace: '1h' }, async () => {
      if (own.runs.get('/') === 1) return 'run 1';
      await gate.promise;
      throw new Error('The projector is broken');
    });
    await own.get('/', HOST);
    pass(90);
    const answers = Array.from({ length: 10 }, () => own.get('/', HOST));
    await vi.waitFor(() => expect(own.runs.get('/')).toBe(2));
    gate.resolve();
    for (const { status, body } of await Promise.all(answers)) {
      expect([status, body]).toEqual([200, 'run 1']);
    }
    expect(own.runs.get('/')).toBe(2);
  });

  test('is none without an older page, or when its time is over: then the failure is sent', async () => {
    const own = breaking({ grace: '5m' });
    own.state.isBroken = true;
    expect((await own.get('/', HOST)).status).toBe(500);
    own.state.isBroken = false;
    await own.get('/', HOST);
    own.state.isBroken = true;
    pass(60 + 300 + 1);
    const failed = await own.get('/', HOST);
    expect([failed.status, failed.headers.age]).toEqual([500, undefined]);
  });

  test('is none for an answer that is no failure, such as 404', async () => {
    const own = site();
    own.page('/', { timeout: '1m', grace: '1h' }, (_request, reply) =>
      own.runs.get('/') === 1 ? 'run 1' : reply.code(404).send('gone'),
    );
    await own.get('/', HOST);
    pass(90);
    for (let again = 0; again < 2; again += 1) {
      expect((await own.get('/', HOST)).status).toBe(404);
    }
  });

  test('goes together with stale: the background fails, and the page is sent until both end', async () => {
    const own = breaking({ stale: '2m', grace: '10m' });
    await own.get('/', HOST);
    own.state.isBroken = true;
    pass(90);
    expect((await own.get('/', HOST)).body).toBe('run 1');
    await vi.waitFor(() => expect(own.runs.get('/')).toBe(2));
    pass(300);
    expect((await own.get('/', HOST)).body).toBe('run 1');
    own.state.isBroken = false;
    pass(60);
    expect((await own.get('/', HOST)).body).toMatch(/^run [34]$/);
  });

  test('refuses options that are no times', () => {
    const { page } = site();
    expect(() => page('/', { stale: 'soon' }, counting())).toThrow(/"stale" must be/);
    expect(() => page('/', { grace: null as never }, counting())).toThrow(/"grace" must be/);
  });
});
