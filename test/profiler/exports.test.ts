import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CpuProfile,
  functionsOf,
  profileCpu,
  timesOf,
  toPprof,
  toSpeedscope,
} from '../../src/profiler/index.ts';
import { burnFor, findPrimes, HOT_LINE } from './burning.ts';
import { readPprof } from './pprof-reader.ts';
import { speedscopeProblems } from './speedscope-schema.ts';

let profile: CpuProfile;

beforeAll(async () => {
  profile = await profileCpu({ work: () => burnFor(200, () => findPrimes(1_000)) });
});

describe('speedscope', () => {
  test('the file is as its schema asks', () => {
    expect(speedscopeProblems(JSON.parse(JSON.stringify(toSpeedscope(profile, 'Primes'))))).toEqual(
      [],
    );
  });

  test('the weights add up to the time of the samples, and the stacks begin at the outside', () => {
    const file = toSpeedscope(profile, 'Primes');
    const { samples, weights, endValue } = file.profiles[0]!;
    const { busyMs, idleMs } = timesOf(profile);
    expect(endValue).toBeCloseTo(busyMs + idleMs, 6);
    const heaviest = samples[weights.indexOf(Math.max(...weights))]!;
    const names = heaviest.map((index) => file.shared.frames[index]!.name);
    expect(names.indexOf('burnFor')).toBeLessThan(names.indexOf('findPrimes'));
    expect(names.at(-1)).toBe('findPrimes');
  });
});

describe('pprof', () => {
  test('holds the same totals as the profile, by function and all together', () => {
    const { samples, timeNanos, durationNanos, period } = readPprof(gunzipSync(toPprof(profile)));
    const nanoseconds = (ms: number) => Math.round(ms * 1e6);
    const total = samples.reduce((sum, { values }) => sum + values[1]!, 0);
    expect(Math.abs(total - nanoseconds(timesOf(profile).busyMs))).toBeLessThan(samples.length + 1);
    const ofPrimes = samples.filter(({ stack }) => stack[0]!.name === 'findPrimes');
    const primes = functionsOf(profile).find(({ frame }) => frame.functionName === 'findPrimes')!;
    const primesNanos = ofPrimes.reduce((sum, { values }) => sum + values[1]!, 0);
    expect(Math.abs(primesNanos - nanoseconds(primes.selfMs))).toBeLessThan(samples.length + 1);
    expect(timeNanos).toBeCloseTo(profile.startedAt * 1e6, -6);
    expect(durationNanos).toBe(nanoseconds(profile.durationMs));
    expect(period).toBe(1_000_000);
  });

  test('counts each sample that was not idle once', () => {
    const { samples, sampleTypes } = readPprof(gunzipSync(toPprof(profile)));
    expect(sampleTypes).toEqual(['samples/count', 'cpu/nanoseconds']);
    const { nodes } = profile;
    const busy = profile.samples.filter((node) => nodes[node]!.frame.kind !== 'idle');
    expect(samples.reduce((sum, { values }) => sum + values[0]!, 0)).toBe(busy.length);
  });

  test('has the lines that ran, in files', () => {
    const { samples } = readPprof(gunzipSync(toPprof(profile)));
    const hottest = samples.toSorted((left, right) => right.values[1]! - left.values[1]!)[0]!;
    expect(hottest.stack[0]).toEqual({
      name: 'findPrimes',
      file: `${import.meta.dirname}/burning.ts`,
      line: HOT_LINE,
      startLine: 5,
    });
    expect(hottest.stack.map(({ name }) => name)).toContain('burnFor');
  });
});
