import { describe, expect, test } from 'vitest';
import type { WorkloadResult } from '../../bench/harness/bench.ts';
import { formatBytes, formatTime, renderTable } from '../../bench/harness/report.ts';

const result: WorkloadResult = {
  workload: '100 rows',
  limit: 'pg',
  measure: 'time',
  median: { pg: 0.5, uptempo: 0.4 },
  rows: [{ workload: '100 rows', subject: 'uptempo', limit: 'pg', ratio: 0.8, spread: [0.7, 0.9] }],
  without: { Lucid: 'it has no such thing.' },
  checked: { subjects: 2, items: 1_000, length: 20_000, digest: '0123456789ab' },
};

describe('a table', () => {
  test('has times, ratios, what was checked, and who is missing with the reason', () => {
    expect(renderTable(result).split('\n')).toEqual([
      '100 rows, against pg    time  per second  ratio    p10 – p90',
      'pg                    500 µs       2,000      1',
      'uptempo               400 µs       2,500   0.80  0.70 – 0.90',
      'checked equal before: 2 subjects, 1,000 items, 20,000 characters of JSON, SHA-256 0123456789ab…',
      'without Lucid: it has no such thing.',
      '',
    ]);
  });

  test('has bytes where memory is measured', () => {
    const memory = { ...result, measure: 'memory' as const, median: { pg: 2e6, uptempo: 900 } };
    const [head, limit, subject] = renderTable(memory).split('\n');
    expect(head).toMatch(/^100 rows, against pg +memory +ratio +p10 – p90$/);
    expect(limit).toMatch(/^pg +2\.00 MB +1$/);
    expect(subject).toMatch(/^uptempo +900 B +0\.80/);
  });

  test('says nothing of a comparison that a workload made itself', () => {
    expect(renderTable({ ...result, checked: undefined })).not.toContain('checked');
  });
});

test.each([
  [1500, '1.50 s'],
  [12.34, '12.3 ms'],
  [0.5, '500 µs'],
  [0.0000123, '12.3 ns'],
])('%f ms are %s', (timeMs, text) => {
  expect(formatTime(timeMs)).toBe(text);
});

test.each([
  [2_345_678, '2.35 MB'],
  [2_345, '2.35 kB'],
  [12, '12.0 B'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
