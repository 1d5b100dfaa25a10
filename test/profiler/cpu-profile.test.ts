import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CpuProfile,
  callTree,
  functionsOf,
  lineReport,
  linesOf,
  profileCpu,
  readCpuProfile,
  startCpuProfile,
  textReport,
  timesOf,
  toCpuProfile,
} from '../../src/profiler/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { temporaryFiles } from '../support/files.ts';
import { MEASURES_TIME } from '../support/timing.ts';
import { burnFor, findPrimes, HOT_LINE } from './burning.ts';

const BURNING = `${import.meta.dirname}/burning.ts`;

describe('a profile of work that computes', () => {
  let profile: CpuProfile;

  beforeAll(async () => {
    const work = () => burnFor(300, () => findPrimes(1_000));
    profile = await profileCpu({ samplingIntervalMs: 0.5, work });
  });

  test('names the function that burns first', () => {
    const [first] = functionsOf(profile);
    expect(first!.frame).toMatchObject({
      functionName: 'findPrimes',
      file: BURNING,
      line: 5,
      kind: 'application',
    });
    expect(first!.selfMs).toBeGreaterThan(timesOf(profile).busyMs / 2);
  });

  test('counts what a function calls as part of it', () => {
    const burner = functionsOf(profile).find(({ frame }) => frame.functionName === 'burnFor')!;
    const primes = functionsOf(profile).find(({ frame }) => frame.functionName === 'findPrimes')!;
    expect(burner.totalMs).toBeGreaterThanOrEqual(primes.totalMs);
    expect(burner.selfMs).toBeLessThan(primes.selfMs);
  });

  test('finds the line in it', () => {
    const [file] = linesOf(profile);
    expect(file!.file).toBe(BURNING);
    expect(file!.lines[0]!.line).toBe(HOT_LINE);
    expect(file!.lines[0]!.selfMs).toBeGreaterThan(file!.selfMs / 2);
  });

  test('names each line once, and the lines add up to their file', () => {
    for (const { lines, selfMs } of linesOf(profile)) {
      const distinct = new Set(lines.map(({ line }) => line));
      expect(distinct.size).toBe(lines.length);
      expect(lines.reduce((sum, line) => sum + line.selfMs, 0)).toBeCloseTo(selfMs, 6);
    }
  });

  test('shows the source beside the time', () => {
    const [file] = lineReport(profile);
    const source = readFileSync(BURNING, 'utf8').split('\n');
    for (const { line, text } of file!.lines) expect(text).toBe(source[line - 1]);
    const hottest = file!.lines.toSorted((left, right) => right.selfMs - left.selfMs)[0]!;
    expect(hottest.text).toContain('candidate % divisor');
    const text = textReport(profile, { projectRoot: import.meta.dirname });
    expect(text).toMatch(/findPrimes {2}burning\.ts:5\n/);
    expect(text).toMatch(/^\s*11 .* % +█+ +if \(candidate % divisor/m);
  });

  test('has a tree whose totals are what is in them', () => {
    const check = (node: ReturnType<typeof callTree>): void => {
      const below = node.children.reduce((sum, child) => sum + child.totalMs, 0);
      expect(node.totalMs).toBeCloseTo(node.selfMs + below, 6);
      const frames = new Set(node.children.map(({ frame }) => frame));
      expect(frames.size).toBe(node.children.length);
      node.children.forEach(check);
    };
    const root = callTree(profile);
    check(root);
    expect(root.totalMs).toBeCloseTo(timesOf(profile).busyMs, 6);
  });

  test('accounts for the time between the first sample and the end', () => {
    const { busyMs, idleMs } = timesOf(profile);
    expect(busyMs + idleMs).toBeCloseTo(profile.durationMs - profile.sampleMs[0]!, 3);
  });

  test('is the same when it is written and read again', () => {
    const again = readCpuProfile(JSON.parse(JSON.stringify(toCpuProfile(profile))));
    const shares = (read: CpuProfile) =>
      linesOf(read).map(({ file, lines }) => [file, lines.map(({ line }) => line)]);
    expect(shares(again)).toEqual(shares(profile));
    expect(timesOf(again).busyMs).toBeCloseTo(timesOf(profile).busyMs, 1);
    expect(functionsOf(again)[0]!.frame).toEqual(functionsOf(profile)[0]!.frame);
  });
});

test('time in which nothing runs is idle, and in no tree', MEASURES_TIME, async () => {
  const profile = await profileCpu({ durationMs: 200 });
  const { busyMs, idleMs } = timesOf(profile);
  expect(idleMs).toBeGreaterThan(busyMs);
  expect(functionsOf(profile).some(({ frame }) => frame.kind === 'idle')).toBe(false);
  expect(callTree(profile).totalMs).toBeCloseTo(busyMs, 6);
});

test('a template’s hot line is found in the template, though it was optimized before', async () => {
  const folder = temporaryFiles({
    'movies.html': [
      '<h1>{{ title }}</h1>',
      '{% for movie in movies %}',
      '  <li>{{ movie.title }}',
      '    {% for word in movie.words %}{{ word|upper }}{% endfor %}',
      '  </li>',
      '{% endfor %}',
    ].join('\n'),
  });
  const engine = createTemplateEngine({ directories: [folder] });
  const words = Array.from({ length: 3_000 }, (_, index) => `word-${index}`);
  const movies = Array.from({ length: 10 }, (_, index) => ({ title: `Movie ${index}`, words }));
  await engine.render('movies.html', { title: 'Movies', movies });
  const profile = await profileCpu({
    samplingIntervalMs: 0.5,
    work: () => burnFor(400, () => engine.render('movies.html', { title: 'Movies', movies })),
  });
  const template = linesOf(profile).find(({ kind }) => kind === 'template')!;
  expect(template.file).toBe(`${folder}/movies.html`);
  expect(template.lines[0]!.line).toBe(4);
  const report = lineReport(profile, { kinds: ['template'] })[0]!;
  expect(report.lines.find(({ line }) => line === 4)!.text).toContain('word|upper');
});

test('a template that was compiled ahead is found by its name, with its own lines', async () => {
  const templates = {
    'title.html': '<title>{{ title }}</title>\n',
    'movies.html': [
      "{% include 'title.html' %}",
      '{% for movie in movies %}',
      '  <li>{{ movie.title }}',
      '    {% for word in movie.words %}{{ word }}{% endfor %}',
      '  </li>',
      '{% endfor %}',
    ].join('\n'),
  };
  const module = createTemplateEngine({ templates }).compile();
  const folder = temporaryFiles({ 'package.json': '{ "type": "module" }', 'compiled.js': module });
  const { compiledTemplates } = await import(`${folder}/compiled.js`);
  const engine = createTemplateEngine({ templates, compiled: compiledTemplates });
  const words = Array.from({ length: 3_000 }, (_, index) => `word-${index}`);
  const movies = Array.from({ length: 10 }, (_, index) => ({ title: `Movie ${index}`, words }));
  const profile = await profileCpu({
    samplingIntervalMs: 0.5,
    work: () => burnFor(400, () => engine.render('movies.html', { title: 'Movies', movies })),
  });
  const file = linesOf(profile).find(({ file }) => file === 'template:movies.html')!;
  expect(file.kind).toBe('template');
  expect(file.lines[0]!.line).toBe(4);
});

describe('one at a time', () => {
  test('a second profile is refused, and the first goes on', async () => {
    const profiling = await startCpuProfile();
    await expect(profileCpu({ durationMs: 10 })).rejects.toMatchObject({ code: 'profiler.busy' });
    burnFor(20, () => findPrimes(500));
    const profile = await profiling.stop();
    expect(functionsOf(profile).some(({ frame }) => frame.functionName === 'findPrimes')).toBe(
      true,
    );
    expect(await profiling.stop()).toBe(profile);
  });

  test('it is free again after work that failed', async () => {
    const work = () => Promise.reject(new Error('The projector broke.'));
    await expect(profileCpu({ work })).rejects.toThrow('The projector broke.');
    expect((await profileCpu({ durationMs: 5 })).durationMs).toBeGreaterThan(0);
  });

  test('a profile that was discarded can’t be read', async () => {
    const profiling = await startCpuProfile();
    profiling.discard();
    await expect(profiling.stop()).rejects.toMatchObject({ code: 'profiler.profile.discarded' });
    (await startCpuProfile()).discard();
  });
});

test('a signal ends it early with what there is', async () => {
  const ending = new AbortController();
  const profile = profileCpu({ durationMs: 300_000, signal: ending.signal });
  await delay(30);
  ending.abort();
  expect((await profile).samples.length).toBeGreaterThan(0);
});

test.each([
  [{ durationMs: 0 }, 'core.option.invalid'],
  [{ durationMs: 1_000_000 }, 'core.option.invalid'],
  [{ durationMs: 100, samplingIntervalMs: 0.001 }, 'core.option.invalid'],
  [{ durationMs: 60_000, samplingIntervalMs: 0.05 }, 'profiler.profile.too_long'],
  [{ durationMs: 100, interval: 1 }, 'core.option.unknown'],
  [{}, 'profiler.options.conflict'],
  [{ durationMs: 100, work: () => {} }, 'profiler.options.conflict'],
])('profileCpu(%j) is refused: %s', async (options, code) => {
  await expect(profileCpu(options as never)).rejects.toMatchObject({ code });
});

describe('a file that is no profile is refused', () => {
  const callFrame = { functionName: 'f', scriptId: '0', url: '', lineNumber: 0, columnNumber: 0 };
  const valid = {
    nodes: [{ id: 1, callFrame, hitCount: 1, children: [] as number[] }],
    startTime: 0,
    endTime: 10,
    samples: [1],
    timeDeltas: [5],
  };

  test('and the one these differ from is taken', () => {
    expect(readCpuProfile(valid).samples.length).toBe(1);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['no nodes', { ...valid, nodes: [] }],
    ['a node without a call frame', { ...valid, nodes: [{ id: 1 }] }],
    ['samples that name no node', { ...valid, samples: [7] }],
    ['fewer times than samples', { ...valid, timeDeltas: [] }],
    ['a child that is not there', { ...valid, nodes: [{ ...valid.nodes[0], children: [2] }] }],
    ['a node that is its own child', { ...valid, nodes: [{ ...valid.nodes[0], children: [1] }] }],
    ['a time that is no number', { ...valid, endTime: 'late' }],
  ])('%s', (_title, content) => {
    expect(() => readCpuProfile(content)).toThrow(
      expect.objectContaining({ code: 'profiler.profile.invalid' }),
    );
  });
});
