import { describe, expect, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { publishRequest } from '../metrics/site.ts';
import { connectCinema } from '../support/cinema.ts';
import { openSite, TOKEN } from './site.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy;

/**
 * Reads the text by the grammar of its format and fails where it is none: each family once, with its
 * help and type before its samples, all in one place; names as the conventions have them; no sample
 * twice; histograms whose buckets rise to the count.
 */
function parse(text: string, isOpenMetrics = false) {
  const types = new Map<string, string>();
  const helps = new Set<string>();
  const samples: Sample[] = [];
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  if (isOpenMetrics) expect(lines.pop()).toBe('# EOF');
  let current = '';
  for (const line of lines) {
    const [, keyword, family = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (keyword === 'HELP') {
      expect(helps.has(family), `${family} is told of twice`).toBe(false);
      helps.add(family);
      current = family;
    } else if (keyword === 'TYPE') {
      expect([current, types.has(family)]).toEqual([family, false]);
      types.set(family, rest);
    } else {
      const sample = readSample(line);
      expect(familyOf(sample.name, types), line).toBe(current);
      samples.push(sample);
    }
  }
  for (const [family, type] of types) checkName(family, type, isOpenMetrics);
  expect(new Set(samples.map(({ name, labels }) => seriesOf(name, labels))).size).toBe(
    samples.length,
  );
  for (const [family, type] of types) if (type === 'histogram') checkHistograms(family, samples);
  return { types, samples };
}

/** By Prometheus' conventions: base units in the plural, `_total` for what only grows. */
function checkName(family: string, type: string, isOpenMetrics: boolean): void {
  expect(family).toMatch(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/);
  expect(family).not.toMatch(/_(?:ms|milliseconds|kb|mb|minutes|percent|count|sum|bucket)(?:_|$)/);
  expect(/_total$/.test(family), family).toBe(type === 'counter' && !isOpenMetrics);
}

function checkHistograms(family: string, samples: readonly Sample[]): void {
  const own = samples.filter(({ name }) => name.startsWith(`${family}_`));
  const groups = Map.groupBy(own, ({ labels: { le: _le, ...labels } }) => seriesOf('', labels));
  for (const [series, group] of groups) {
    const buckets = group.filter(({ name }) => name === `${family}_bucket`);
    const bounds = buckets.map(({ labels }) => Number(labels.le!.replace('+Inf', 'Infinity')));
    const counts = buckets.map(({ value }) => value);
    const only = (name: string) => group.filter((sample) => sample.name === `${family}_${name}`);
    expect([only('count').length, only('sum').length], series).toEqual([1, 1]);
    expect(bounds, series).toEqual([...new Set(bounds)].toSorted((a, b) => a - b));
    expect(counts, series).toEqual(counts.toSorted((a, b) => a - b));
    expect([bounds.at(-1), counts.at(-1)]).toEqual([Infinity, only('count')[0]!.value]);
    expect(only('sum')[0]!.value).toBeGreaterThanOrEqual(0);
  }
}

function seriesOf(name: string, labels: Sample['labels']): string {
  return JSON.stringify([name, Object.entries(labels).toSorted()]);
}

function readSample(line: string): Sample {
  const groups = SAMPLE.exec(line)?.groups;
  expect(groups, line).toBeDefined();
  const { name, labels = '', value } = groups!;
  const pairs: Record<string, string> = {};
  let at = 0;
  for (const match of labels.matchAll(LABEL)) {
    expect(match.index).toBe(at);
    at += match[0].length;
    expect(Object.hasOwn(pairs, match[1]!), line).toBe(false);
    expect(match[1]!).not.toMatch(/^__/);
    pairs[match[1]!] = match[2]!.replace(/\\(.)/g, (_, letter) => (letter === 'n' ? '\n' : letter));
  }
  expect(at, line).toBe(labels.length);
  const number = value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value);
  expect(Number.isNaN(number), line).toBe(false);
  return { name: name!, labels: pairs, value: number };
}

function familyOf(name: string, types: ReadonlyMap<string, string>): string | undefined {
  const candidates = [name, name.replace(/_(?:bucket|sum|count|total)$/, '')];
  return candidates.find((candidate) => types.has(candidate));
}

const REQUESTS = 'http_server_request_duration_seconds';

async function openMetricsSite() {
  await connectCinema();
  return openSite({ token: TOKEN, prometheus: { allowedAddresses: ['127.0.0.1'] } });
}

describe('figures for Prometheus', () => {
  test('are text of its format, requests by route, method and status', async () => {
    const app = await openMetricsSite();
    for (const path of ['/fast', '/fast', '/movies', '/fails', '/nowhere']) await app.inject(path);
    const answer = await app.inject('/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const { types, samples } = parse(answer.body);
    expect(types.get(REQUESTS)).toBe('histogram');
    const fast = samples.filter(({ labels }) => labels.http_route === '/fast');
    const buckets = fast.filter(({ name }) => name === `${REQUESTS}_bucket`);
    expect(buckets.map(({ labels }) => labels.le)).toEqual(
      '0.005 0.01 0.025 0.05 0.075 0.1 0.25 0.5 0.75 1 2.5 5 7.5 10 +Inf'.split(' '),
    );
    expect(buckets.at(-1)).toEqual({
      name: `${REQUESTS}_bucket`,
      labels: {
        http_request_method: 'GET',
        http_route: '/fast',
        http_response_status_code: '200',
        le: '+Inf',
      },
      value: 2,
    });
    const counts = samples.filter(({ name }) => name === `${REQUESTS}_count`);
    const answered = counts.map(({ labels, value }) => [
      labels.http_route,
      labels.http_response_status_code,
      labels.error_type,
      value,
    ]);
    expect(answered.toSorted()).toEqual([
      ['', '404', undefined, 1],
      ['/fails', '500', '500', 1],
      ['/fast', '200', undefined, 2],
      ['/movies', '200', undefined, 1],
    ]);
    const statements = samples.find(({ name }) => name === 'uptempo_db_statements_total');
    expect(statements).toMatchObject({ labels: { db_namespace: 'default' }, value: 1 });
  });

  test('are OpenMetrics for who accepts that', async () => {
    const app = await openMetricsSite();
    await app.inject('/fast');
    const accept =
      'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2';
    const answer = await app.inject({ url: '/metrics', headers: { accept } });
    expect(answer.headers['content-type']).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    const { types, samples } = parse(answer.body, true);
    expect(types.get('process_cpu_seconds')).toBe('counter');
    expect(samples.some(({ name }) => name === 'process_cpu_seconds_total')).toBe(true);
    const refusing = { accept: 'application/openmetrics-text;q=0, text/plain' };
    const plain = await app.inject({ url: '/metrics', headers: refusing });
    expect(plain.headers['content-type']).toContain('text/plain');
  });

  test('never fall, and have everything up to now', async () => {
    const app = await openMetricsSite();
    const count = async () => {
      const { samples } = parse((await app.inject('/metrics')).body);
      return samples.find(({ name }) => name === `${REQUESTS}_count`)?.value ?? 0;
    };
    const seen: number[] = [];
    for (let round = 1; round <= 4; round++) {
      await app.inject('/fast');
      seen.push(await count());
    }
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test('hold hostile names as text', async () => {
    const app = await openMetricsSite();
    publishRequest({ route: '/a"b\\c\nd{e="f"} 9' });
    const hostile = createCache({ url: 'memory:' });
    await hostile.get('x');
    const { samples } = parse((await app.inject('/metrics')).body);
    expect(samples.some(({ labels }) => labels.http_route === '/a"b\\c\nd{e="f"} 9')).toBe(true);
    await hostile.close();
  });

  test('are shown to those who may see them alone', async () => {
    const app = await openMetricsSite();
    const remote = await app.inject({ url: '/metrics', remoteAddress: '192.0.2.7' });
    expect(remote.statusCode).toBe(403);
    expect((await app.inject('/__uptempo/apm/report.json')).statusCode).toBe(401);
  });
});
