import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type Alert,
  type AlertRule,
  type AlertSettings,
  AlertWatch,
  postAlert,
} from '../../src/apm/index.ts';
import { publishRequest, startMetrics, testClock } from '../metrics/site.ts';
import { temporaryFolder } from '../support/files.ts';
import { openSite, TOKEN } from './site.ts';

const SLOW: AlertRule = {
  name: 'Slow films',
  when: 'p95',
  aboveMs: 500,
  during: '1m',
  minRequests: 5,
};

/** Rules that are watched with a clock of the test's own. */
async function watching(rules: readonly AlertRule[], file?: string) {
  const clock = testClock();
  const alerts: Alert[] = [];
  const metrics = await startMetrics({ now: clock.now, ...(file !== undefined && { file }) });
  const settings: AlertSettings = { rules, notify: (alert) => void alerts.push(alert) };
  const watch = new AlertWatch(metrics, settings, (error) => expect.fail(String(error)));
  const look = async () => {
    await metrics.flush();
    await watch.look(clock.now());
  };
  return { alerts, clock, metrics, look };
}

describe('a rule', () => {
  test('tells when it begins to hold and when it no longer does, once each', async () => {
    const { alerts, clock, look } = await watching([SLOW]);
    for (let count = 0; count < 10; count++) publishRequest({ durationMs: 900 });
    await look();
    await look();
    clock.advance(120_000);
    for (let count = 0; count < 10; count++) publishRequest({ durationMs: 5 });
    await look();
    await look();
    expect(alerts.map(({ name, state }) => [name, state])).toEqual([
      ['Slow films', 'firing'],
      ['Slow films', 'resolved'],
    ]);
    expect(alerts[0]).toMatchObject({ figures: { aboveMs: 500 } });
    expect(alerts[0]!.text).toMatch(/^Firing: Slow films\. p95 of all requests is 9\d\d ms/);
    expect(alerts[1]!.since).toBe(alerts[0]!.at);
  });

  test('says nothing of a few requests', async () => {
    const { alerts, look } = await watching([SLOW]);
    for (let count = 0; count < 4; count++) publishRequest({ durationMs: 900 });
    await look();
    expect(alerts).toEqual([]);
  });

  test.each<[string, AlertRule, () => void]>([
    [
      'of one route',
      { ...SLOW, route: 'GET /films' },
      () => publishRequest({ route: '/films', durationMs: 900 }),
    ],
    [
      'of server errors',
      { name: 'Errors', when: 'error-rate', above: 0.3, minRequests: 5 },
      () => publishRequest({ statusCode: 503 }),
    ],
    [
      'of the requests in progress',
      { name: 'Full', when: 'active-requests', above: 2 },
      () => publishRequest(),
    ],
  ])('%s', async (_what, rule, cause) => {
    const { alerts, metrics, look } = await watching([rule]);
    for (let count = 0; count < 20; count++) publishRequest({ durationMs: 1 });
    await look();
    expect(alerts).toEqual([]);
    if (rule.when === 'active-requests') await metrics.tick();
    for (let count = 0; count < 20; count++) cause();
    await look();
    expect(alerts.length).toBe(rule.when === 'active-requests' ? 0 : 1);
  });

  test('of a queue', async () => {
    const clock = testClock();
    const alerts: Alert[] = [];
    let depth = 3;
    const metrics = await startMetrics({ now: clock.now, queues: { mail: () => depth } });
    const rules: AlertRule[] = [{ name: 'Mail', when: 'queue-depth', queue: 'mail', above: 100 }];
    const watch = new AlertWatch(
      metrics,
      { rules, notify: (alert) => void alerts.push(alert) },
      () => {},
    );
    for (const now of [3, 250, 7]) {
      depth = now;
      await metrics.tick();
      await metrics.flush();
      await watch.look(clock.now());
    }
    expect(alerts.map(({ state, figures }) => [state, figures.depth])).toEqual([
      ['firing', 250],
      ['resolved', 7],
    ]);
  });

  test('of several processes is told by one, and by none again after a restart', async () => {
    const file = join(temporaryFolder(), 'metrics.sqlite');
    const one = await watching([SLOW], file);
    const other = await watching([SLOW], file);
    for (let count = 0; count < 10; count++) publishRequest({ durationMs: 900 });
    for (const { look } of [one, other, one, other]) await look();
    expect([one.alerts.length, other.alerts.length]).toEqual([1, 0]);
    other.clock.advance(50_000);
    for (let count = 0; count < 10; count++) publishRequest({ durationMs: 900 });
    await other.look();
    expect(other.alerts).toEqual([]);
  });

  test.each<[string, object]>([
    ['without its bound', { rules: [{ name: 'x', when: 'p95' }], webhook: 'https://example.org' }],
    ['of something unknown', { rules: [{ name: 'x', when: 'p96', aboveMs: 1 }], notify: () => {} }],
    ['without rules', { notify: () => {} }],
    ['told to nobody', { rules: [SLOW] }],
    ['told to no address', { rules: [SLOW], webhook: 'file:///etc/passwd' }],
    ['twice', { rules: [SLOW, SLOW], notify: () => {} }],
    ['for too long', { rules: [{ ...SLOW, during: '2d' }], notify: () => {} }],
  ])('%s is refused', async (_what, alerts) => {
    await expect(openSite({ token: TOKEN, alerts: alerts as AlertSettings })).rejects.toMatchObject(
      {
        code: 'apm.alert.invalid',
      },
    );
  });
});

describe('a webhook', () => {
  const ALERT: Alert = {
    name: 'Slow films',
    state: 'firing',
    text: `Firing: ${'x'.repeat(9_000)}`,
    since: 1,
    at: 1,
    figures: {},
  };

  /** A server that answers with these statuses, one after the other. */
  async function openWebhook(statuses: readonly number[]) {
    const bodies: string[] = [];
    const headers: unknown[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(body);
      headers.push(request.headers.authorization);
      response.writeHead(statuses[bodies.length - 1] ?? 200, { location: '/elsewhere' }).end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const send = () =>
      postAlert(ALERT, {
        url,
        headers: { authorization: 'Bearer of-the-chat' },
        signal: new AbortController().signal,
        pausesMs: [1, 1],
      });
    return { bodies, headers, send };
  }

  test('is posted the alert, of bounded length', async () => {
    const { bodies, headers, send } = await openWebhook([200]);
    await send();
    expect(JSON.parse(bodies[0]!)).toMatchObject({ name: 'Slow films', state: 'firing' });
    expect(bodies[0]!.length).toBeLessThan(3_000);
    expect(headers).toEqual(['Bearer of-the-chat']);
  });

  test('that fails is tried again, one that refuses is not', async () => {
    const failing = await openWebhook([500, 429, 200]);
    await failing.send();
    expect(failing.bodies.length).toBe(3);
    const refusing = await openWebhook([400]);
    await expect(refusing.send()).rejects.toThrow('400');
    expect(refusing.bodies.length).toBe(1);
  });

  test('that never comes back is given up, and no redirect is followed', async () => {
    const gone = await openWebhook([503, 503, 503]);
    await expect(gone.send()).rejects.toThrow('503');
    expect(gone.bodies.length).toBe(3);
    const redirecting = await openWebhook([302]);
    await expect(redirecting.send()).rejects.toThrow('302');
    expect(redirecting.bodies.length).toBe(1);
  });
});
