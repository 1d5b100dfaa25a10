import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createApp, type Mode } from '../../src/http/index.ts';
import { writeFiles } from '../support/files.ts';

const root = mkdtempSync(join(tmpdir(), 'uptempo-static-'));
afterAll(() => rmSync(root, { recursive: true }));

const directory = join(root, 'static');
writeFiles(root, {
  'static/css/site.css': 'body { color: teal }',
  'static/.env': 'PASSWORD=rosebud',
  'secret.txt': 'rosebud',
});

function siteIn(mode: Mode) {
  return createApp({ mode, allowedHosts: ['localhost'], static: { directory } });
}

test('files are served with their type, and again only when they have changed', async () => {
  const app = siteIn('development');
  const first = await app.inject('/static/css/site.css');
  expect(first.body).toBe('body { color: teal }');
  expect(first.headers['content-type']).toBe('text/css; charset=utf-8');
  expect(first.headers['cache-control']).toBe('public, max-age=0');
  const again = await app.inject({
    url: '/static/css/site.css',
    headers: { 'if-none-match': String(first.headers.etag) },
  });
  expect(again.statusCode).toBe(304);
  expect((await siteIn('production').inject('/static/css/site.css')).headers['cache-control']).toBe(
    'public, max-age=3600',
  );
});

test.each([
  '/static/.env',
  '/static/../secret.txt',
  '/static/%2e%2e/secret.txt',
  '/static/..%2fsecret.txt',
  '/static/css',
  '/static/',
  '/static/missing.css',
])('%s is a 404 in the form of every other', async (url) => {
  const answer = await siteIn('development').inject(url);
  expect([400, 403, 404]).toContain(answer.statusCode);
  expect(answer.body).not.toContain('rosebud');
  expect(answer.json().error.code).toMatch(/^http\./);
});

test('a directory that is not there stops the start', () => {
  expect(() =>
    createApp({ mode: 'development', static: { directory: join(root, 'statics') } }),
  ).toThrow(expect.objectContaining({ code: 'http.static.missing' }));
});
