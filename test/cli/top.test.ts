import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { Metrics } from '../../src/metrics/index.ts';
import { openSite, reportFrom, TOKEN } from '../apm/site.ts';
import { publishRequest } from '../metrics/site.ts';
import { temporaryFolder } from '../support/files.ts';
import { HOSTILE_TEXTS } from '../support/hostile.ts';
import { CINEMA, temporaryProject, uptempo } from './uptempo.ts';

/** A file with the figures of some requests. */
async function figures(add: () => void): Promise<string> {
  const file = join(temporaryFolder(), 'metrics.sqlite');
  const metrics = await Metrics.open({ file, projectRoot: '/' });
  metrics.start();
  add();
  await metrics.stop();
  return file;
}

test('prints routes by their total time, statements and errors, from the file', async () => {
  const file = await figures(() => {
    for (let count = 0; count < 30; count++) {
      publishRequest({ route: '/fast', durationMs: 2 });
      publishRequest({ route: '/slow', durationMs: 250, sql: ['SELECT title FROM movie'] });
    }
    publishRequest({ statusCode: 500, error: new TypeError('No film 7') });
  });
  const { code, output, errors } = await uptempo(['top', file], { folder: temporaryProject({}) });
  expect([code, errors]).toEqual([0, '']);
  expect(output).toMatch(/^uptempo top .*metrics\.sqlite, last 5m, 1 process$/m);
  const lines = output.split('\n');
  const slow = lines.findIndex((line) => /^GET \/slow +\d+ % .* 250 ms/.test(line));
  const fast = lines.findIndex((line) => /^GET \/fast +\d+ %/.test(line));
  expect(slow).toBeGreaterThan(0);
  expect(fast).toBeGreaterThan(slow);
  expect(output).toMatch(/×30 .*SELECT title FROM movie/);
  expect(output).toMatch(/×1 +TypeError: No film \?/);
});

test('asks an application, with the token of the environment', async () => {
  const app = await openSite({ token: TOKEN });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  for (let count = 0; count < 3; count++) await app.inject('/fast');
  const folder = temporaryProject({});
  const env = { UPTEMPO_APM_TOKEN: TOKEN };
  const { output } = await uptempo(['top', url, '--json'], { folder, env });
  expect(JSON.parse(output).routes).toMatchObject([{ route: 'GET /fast', count: 3 }]);
  const refused = await uptempo(['top', url], { folder });
  expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining('cli.top.refused')]);
  expect(refused.errors).toContain('UPTEMPO_APM_TOKEN');
  const other = await uptempo(['top', `${url}/fast`], { folder, env });
  expect(other.errors).toContain('cli.top.refused');
});

test('nothing that a route or a message holds can write elsewhere on the screen', async () => {
  const file = await figures(() => {
    publishRequest({ route: '/\u001b[2J\u001b]0;owned\u0007\u202egpj' });
    publishRequest({ statusCode: 500, error: new Error('\u009b31mred\r\nnext') });
  });
  const { output } = await uptempo(['top', file], { folder: temporaryProject({}) });
  expect(output).toContain('GET /?[2J?]');
  expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('nor can an application that is asked for its figures', async () => {
  const hostile = HOSTILE_TEXTS.terminal!;
  const app = await openSite({ token: TOKEN });
  await app.inject('/fast');
  const report = await reportFrom(app, '', { authorization: `Bearer ${TOKEN}` });
  const lie = (value: unknown): unknown => {
    if (typeof value === 'string') return hostile;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(lie);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, lie(each)]));
  };
  const liar = fastify();
  onTestFinished(() => liar.close());
  liar.get('/__uptempo/apm/report.json', async () => ({
    ...(lie(report) as object),
    errors: [{ count: hostile, name: hostile, message: hostile, site: hostile, routes: [] }],
    total: { ...(lie(report.total) as object), serverErrors: hostile },
  }));
  const url = await liar.listen({ host: '127.0.0.1', port: 0 });
  for (const argv of [
    [url, '--once'],
    [url, '--json'],
  ]) {
    const { output } = await uptempo(['top', ...argv], { folder: temporaryProject({}) });
    expect(output).toContain('gpj.exe');
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});

test('says what is wrong: no such file, nobody there, no such range', async () => {
  const folder = temporaryProject(CINEMA);
  const failure = async (...argv: string[]) => {
    const { code, errors } = await uptempo(['top', ...argv], { folder, env: { PORT: '1' } });
    return [code, /code +(\S+)/.exec(errors)?.[1]];
  };
  expect(await failure('missing.sqlite')).toEqual([1, 'metrics.store.missing']);
  expect(await failure('http://127.0.0.1:1')).toEqual([1, 'cli.top.unreachable']);
  expect(await failure()).toEqual([1, 'cli.top.unreachable']);
  const file = await figures(() => publishRequest());
  expect(await failure(file, '--range', '1y')).toEqual([1, 'metrics.range.invalid']);
});
