import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../support/repository.ts';

function bench(...parameters: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--conditions=uptempo-source', join(root, 'bench/run.ts'), ...parameters],
    { encoding: 'utf8' },
  );
  return { stdout, stderr, status };
}

describe('npm run bench', () => {
  test('with --json prints one document on stdout and nothing else', () => {
    const run = bench('events', '--filter', 'current context', '--rounds', '5', '--json');
    expect(JSON.parse(run.stdout)).toEqual({
      name: 'events',
      node: process.version,
      rows: [
        {
          workload: 'current context',
          subject: 'currentContext()',
          limit: 'AsyncLocalStorage.getStore()',
          ratio: expect.any(Number),
          spread: [expect.any(Number), expect.any(Number)],
        },
      ],
    });
    expect(run.stderr).toContain('current context: ');
  });

  test('without it prints a table', () => {
    const { stdout } = bench('events', '--filter', 'current context', '--rounds', '5');
    expect(stdout).toMatch(/current context, against AsyncLocalStorage.getStore\(\) +time/);
    expect(stdout).toMatch(/^currentContext\(\) .* – /m);
  });

  test('runs subjects in processes of their own where a bench asks for it', () => {
    const run = bench('templates', '--rounds', '5', '--json');
    expect(JSON.parse(run.stdout).rows).toContainEqual(
      expect.objectContaining({ subject: 'uptempo', limit: 'concatenation' }),
    );
  });

  test('runs some of the subjects, by the CPU time that they take', () => {
    const run = bench(
      ...['orm-sqlite', '--filter', '100 joined rows', '--subjects', 'uptempo'],
      ...['--rounds', '5', '--clock', 'cpu'],
    );
    expect(run.stdout).toMatch(/^Node \d.*, SQLite \d/);
    expect(run.stdout).toMatch(/^100 joined rows, against hand-written node:sqlite +CPU time/m);
    expect(run.stdout.match(/^(uptempo|hand-written node:sqlite) +\d/gm)).toHaveLength(4);
    expect(run.stdout).toContain('checked equal before: 2 subjects, 100 items, ');
  });

  test('lists what there is', () => {
    const { stdout } = bench('--list');
    expect(stdout).toMatch(/^events +Channels, call sites and contexts/m);
    // The last one by name: all of them load in one process.
    expect(stdout).toMatch(/^wire /m);
  });

  test.each([
    [['evnts'], /There is no bench "evnts"\. Did you mean "events"\?/],
    [
      ['events', '--filter', 'chanel'],
      /No workload of events contains "chanel"\. Did you mean "channel"/,
    ],
    [['events', '--rounds', '2'], /--rounds must be a whole number of 5 or more, not "2"/],
    [['events', '--clock', 'sun'], /--clock must be wall or cpu, not "sun"/],
    [['events', '--jsn'], /Unknown option '--jsn'/],
    [[], /Usage: npm run bench/],
  ])('%j is refused', (parameters, message) => {
    const run = bench(...parameters);
    expect(run.stderr).toMatch(message);
    expect(run).toMatchObject({ stdout: '', status: 1 });
  });
});
