import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { applicationFrames, CallSite } from '../../src/events/index.ts';
import { temporaryFolder } from '../support/files.ts';

const here = import.meta.filename;

describe('a call site', () => {
  test('is the line and column that made the call', () => {
    const site = CallSite.capture();
    expect(site.location).toEqual({ file: here, line: 12, column: 27, functionName: undefined });
    expect(site.key).toBe(`${here}:12`);
  });

  test('knows the functions around it, innermost first', () => {
    function findMovie() {
      return CallSite.capture();
    }
    function showMovie() {
      return findMovie();
    }
    const names = showMovie().frames.map(({ functionName }) => functionName);
    expect(names.slice(0, 2)).toEqual(['findMovie', 'showMovie']);
  });

  test('reaches back through an await', async () => {
    async function listMovies() {
      await Promise.resolve();
      return CallSite.capture();
    }
    async function handleRequest() {
      return await listMovies();
    }
    const site = await handleRequest();
    expect(site.frames.map(({ functionName }) => functionName)).toContain('handleRequest');
  });

  test('is taken when made and not when read', () => {
    const sites = [1, 2].map(() => CallSite.capture());
    const read = () => sites.map((site) => site.location?.line);
    expect(read()).toEqual([41, 41]);
  });

  test('is that of each call, where two lines call the same', () => {
    const call = () => CallSite.capture(CallSite.NEAR);
    const lines = [call(), call(), call()].map((site) => site.location?.line);
    expect(new Set(lines).size).toBe(1);
    const first = call().frames[1]?.line;
    const second = call().frames[1]?.line;
    expect(second).toBe(first! + 1);
  });

  test('leaves the length of other stacks as it was', () => {
    const before = Error.stackTraceLimit;
    CallSite.capture();
    expect(Error.stackTraceLimit).toBe(before);
  });

  test('is found in a folder whose name has spaces, parentheses and signs', async () => {
    const file = join(temporaryFolder(), 'cinema (copy) & 50%.mjs');
    writeFileSync(
      file,
      `export const take = (capture) => capture();\nexport function named(capture) { return capture(); }\n`,
    );
    const { take, named } = await import(pathToFileURL(file).href);
    expect(take(CallSite.capture).location).toMatchObject({ file, line: 1 });
    expect(named(CallSite.capture).location).toMatchObject({ file, functionName: 'named' });
  });

  test('has no location when no application called', () => {
    expect(applicationFrames('Error\n    at node:internal/timers:581:17')).toEqual([]);
  });
});

describe('frames of a stack', () => {
  const frames = (...lines: string[]) =>
    applicationFrames(['Error: Jaws', ...lines.map((line) => `    at ${line}`)].join('\n'));

  test.each([
    ['file:///site/views.ts:3:9', { file: '/site/views.ts', line: 3, column: 9 }],
    ['listMovies (file:///site/views.ts:3:9)', { functionName: 'listMovies' }],
    ['async listMovies (file:///site/views.ts:3:9)', { functionName: 'listMovies' }],
    ['async file:///site/views.ts:3:9', { file: '/site/views.ts', functionName: undefined }],
    ['new Page (file:///site/page.ts:3:9)', { functionName: 'new Page' }],
    ['Page.show [as render] (/site/page.cjs:3:9)', { functionName: 'Page.show [as render]' }],
    ['Object.<anonymous> (/site (1)/page.cjs:3:9)', { file: '/site (1)/page.cjs' }],
    ['<anonymous> (file:///site/views.ts:3:9)', { functionName: undefined }],
    ['file:///site/list%20of%20films.ts:3:9', { file: '/site/list of films.ts' }],
    ['file:///site/views.ts?v=2:3:9', { file: '/site/views.ts', line: 3 }],
  ])('%s', (line, expected) => {
    expect(frames(line)).toEqual([expect.objectContaining(expected)]);
  });

  test.each([
    'node:internal/process/task_queues:105:5',
    'async Promise.all (index 0)',
    'process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    'preHandler (file:///site/node_modules/fastify/lib/hooks.js:10:3)',
    'C:\\site\\node_modules\\fastify\\fastify.js:10:3',
    'render (eval at compile (file:///site/views.ts:1:2), <anonymous>:4:7)',
    'Array.map (<anonymous>)',
    'native',
  ])('%s is none of the application', (line) => {
    expect(frames(line)).toEqual([]);
  });
});
