import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../scripts/testing/arguments.ts';
import { root } from '../../scripts/testing/root.ts';
import { runSteps, type Step, sum } from '../../scripts/testing/step.ts';
import { summarize } from '../../scripts/testing/summary.ts';
import { countTests } from '../../scripts/testing/vitest-report.ts';

const step = (title: string, passed: number, failed = 0, skipped = 0, notes?: string[]): Step => ({
  title,
  run: async () => ({ passed, failed, skipped, ...(notes === undefined ? {} : { notes }) }),
});

async function run(...steps: Step[]) {
  const written: string[] = [];
  const finished = await runSteps(steps, (text) => written.push(text));
  return { finished, output: written.join(''), summary: summarize(finished) };
}

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

describe('a test run', () => {
  test('ends with the sum alone on a line', async () => {
    const { summary } = await run(step('Type check', 1), step('Suite', 40, 2));
    expect(lastLine(summary)).toBe('41 passed, 2 failed');
  });

  test('adds what was skipped, and says what', async () => {
    const { summary } = await run(step('Suite', 40, 0, 3, ['skipped: shows the toolbar']));
    expect(lastLine(summary)).toBe('40 passed, 0 failed, 3 skipped');
    expect(summary).toContain('\n    skipped: shows the toolbar\n');
  });

  test('shows each step under a header with its number', async () => {
    const { output } = await run(step('Type check', 1), step('Lint', 1));
    expect(output).toMatch(/== 1\/2 Type check\n[\s\S]*== 2\/2 Lint\n/);
  });

  test('goes on after a step that fails or throws, and counts it', async () => {
    const broken: Step = {
      title: 'Services',
      run: () => Promise.reject(new Error('There is no browser.')),
    };
    const { finished, output, summary } = await run(broken, step('Suite', 40));
    expect(sum(finished)).toEqual({ passed: 40, failed: 1, skipped: 0 });
    expect(output).toContain('There is no browser.');
    expect(summary).toMatch(/FAIL Services .*\n {4}There is no browser\.\nok {3}Suite/);
  });
});

describe('a report of Vitest', () => {
  const file = (status: string, ...tests: string[]) => ({
    name: join(root, 'test/orm/movies.test.ts'),
    status,
    message: tests.length === 0 ? 'SyntaxError: no such export\n    at movies.test.ts:1' : '',
    assertionResults: tests.map((result, index) => ({
      status: result,
      fullName: `test ${index}`,
      failureMessages: result === 'failed' ? ['AssertionError: 2 queries\n    at movies'] : [],
    })),
  });

  test('gives passed, failed and skipped tests', () => {
    const testResults = [file('passed', 'passed', 'skipped', 'todo'), file('failed', 'failed')];
    expect(countTests({ numPassedTests: 1, testResults }, 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      notes: [
        'failed: test/orm/movies.test.ts > test 0: AssertionError: 2 queries',
        'skipped: test 1',
        'skipped: test 2',
      ],
    });
  });

  test('counts a file that could not be loaded as a failure', () => {
    const testResults = [file('passed', 'passed'), file('failed')];
    expect(countTests({ numPassedTests: 1, testResults }, 1)).toMatchObject({
      passed: 1,
      failed: 1,
      notes: ['failed: test/orm/movies.test.ts: SyntaxError: no such export'],
    });
  });

  test('counts a bad exit code as a failure when all tests passed', () => {
    const testResults = [file('passed', 'passed')];
    expect(countTests({ numPassedTests: 1, testResults }, 1)).toMatchObject({
      failed: 1,
      notes: ['failed: no test, yet Vitest ended with code 1'],
    });
  });

  test('names what passed on a retry, with the reason of the first try', () => {
    const [retried, ...others] = file('passed', 'passed', 'passed').assertionResults;
    const failureMessages = ['AssertionError: 34 ms\n    at movies'];
    const tested = {
      ...file('passed'),
      assertionResults: [{ ...retried!, failureMessages }, ...others],
    };
    expect(countTests({ numPassedTests: 2, testResults: [tested] }, 0)).toMatchObject({
      passed: 2,
      failed: 0,
      notes: ['passed on a retry: test/orm/movies.test.ts > test 0: AssertionError: 34 ms'],
    });
  });

  test('names the first of many skipped tests and counts the rest', () => {
    const testResults = [file('passed', ...Array<string>(25).fill('skipped'))];
    const { notes } = countTests({ numPassedTests: 0, testResults }, 0);
    expect(notes).toHaveLength(21);
    expect(notes?.at(-1)).toBe('skipped: 5 more');
  });
});

describe('arguments', () => {
  test('without any, everything runs on both versions, the newest first', () => {
    expect(parseArguments([])).toEqual({ filters: [], nodes: [26, 24], isHelp: false });
  });

  test('a filter runs on the newest version, another on request', () => {
    expect(parseArguments(['orm'])).toMatchObject({ filters: ['orm'], nodes: [26] });
    expect(parseArguments(['orm', 'db', '--node=24'])).toMatchObject({
      filters: ['orm', 'db'],
      nodes: [24],
    });
  });

  test.each([['--node=20'], ['--nod=24'], ['--node']])('%s is refused with the usage', (option) => {
    expect(() => parseArguments([option])).toThrow(/Usage: npm test/);
  });
});
