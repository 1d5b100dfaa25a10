import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openHistoryFile } from '../../src/history/index.ts';
import { PREMIERE, requestDocument, stored } from '../history/requests.ts';
import { HOSTILE_TEXTS } from '../support/hostile.ts';
import { type CommandResult, temporaryProject, uptempo } from './uptempo.ts';

const HOSTILE = '/\u001b]0;owned\u0007\u001b[2J<script>';

const SLOW = {
  id: 'aaaa-1',
  url: '/movies',
  totalMs: 40,
  statements: { 'SELECT 1': 3 },
  findings: ['n-plus-one'],
};

let folder: string;

const run = (...argv: readonly string[]): Promise<CommandResult> =>
  uptempo(['history', ...argv], { folder });

async function good(...argv: readonly string[]): Promise<string> {
  const { code, output, errors } = await run(...argv);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  return output;
}

beforeEach(async () => {
  folder = temporaryProject();
  const file = await openHistoryFile({ file: join(folder, '.uptempo/history.sqlite') });
  const requests = [
    stored(SLOW),
    stored({ id: 'aaaa-2', url: '/movies/7', route: '/movies/:id', startedAt: PREMIERE + 1_000 }),
    stored({
      id: 'bbbb-1',
      url: HOSTILE,
      method: 'POST',
      status: 500,
      startedAt: PREMIERE + 2_000,
    }),
  ];
  file.write({ requests, losses: [], strata: [] }, PREMIERE);
  file.close();
});

describe('uptempo history', () => {
  test('lists what matches, and how many there are', async () => {
    const output = await good();
    expect(output).toMatch(/^Id +Time +Method +Status +ms +Queries +Findings +Path$/m);
    expect(output).toMatch(/^aaaa-1 +2026-11-28 14:00:00 +GET +200 +40 +3 +1 {2}\/movies$/m);
    expect(output).toContain('3 kept.');
    expect(await good('list', '--path', 'movies', '--sort', 'ms', '--limit', '1')).toMatch(
      /aaaa-1[\s\S]*2 kept\.\nMore with --cursor 40_1\n$/,
    );
    expect(await good('--finding', 'any', '--sql', 'select')).toContain('1 kept.');
    expect(await good('--route', '/nowhere')).toBe('No request matches.\n');
    const { entries } = JSON.parse(await good('--status', '5xx', '--json'));
    expect(entries).toMatchObject([{ id: 'bbbb-1', url: HOSTILE, weight: 1 }]);
  });

  test('writes nothing to the terminal that moves its cursor', async () => {
    for (const output of [
      await good(),
      await good('show', 'bbbb'),
      await good('compare', 'bbbb', 'aaaa-1'),
    ]) {
      expect(output).toContain('owned');
      expect(output).not.toMatch(/[^\P{Cc}\n]/u);
    }
  });

  test('nor what a file holds that was imported, in tables, as JSON and exported', async () => {
    const hostile = HOSTILE_TEXTS.terminal!;
    const document = {
      ...requestDocument({
        id: 'evil-1',
        url: hostile,
        statements: { [`SELECT '${hostile}'`]: 1 },
      }),
      method: hostile,
      route: hostile,
      startedAt: `2026-11-28 14:00 (${hostile})`,
      account: { [hostile]: 7, wallMs: 7 },
      findings: [{ code: hostile, fingerprint: hostile, title: hostile, savedMs: 1 }],
    };
    writeFileSync(join(folder, 'evil.jsonl'), `${JSON.stringify(document)}\n`);
    expect(await good('import', join(folder, 'evil.jsonl'))).toBe('1 requests are new.\n');
    const outputs = [
      await good(),
      await good('--json'),
      await good('show', 'evil-1'),
      await good('show', 'evil-1', '--json'),
      await good('compare', 'evil-1', 'aaaa-1'),
      await good('export'),
    ];
    await good('export', join(folder, 'evil.har'), '--path', 'gpj');
    const archive = readFileSync(join(folder, 'evil.har'), 'utf8');
    expect(JSON.parse(archive).log.entries).toMatchObject([{ request: { method: hostile } }]);
    outputs.push(archive);
    for (const output of outputs) {
      expect(output).toContain('gpj.exe');
      expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect(JSON.parse(outputs[3]!)).toMatchObject({ url: hostile, method: hostile });
  });

  test('shows one and compares two', async () => {
    const shown = await good('show', 'aaaa-1');
    expect(shown).toContain('GET /movies\n');
    expect(shown).toMatch(/^ +3 +3 +3 {2}SELECT 1$/m);
    expect(shown).toContain('n-plus-one on Movie.director');
    expect(JSON.parse(await good('show', 'aaaa-1', '--json'))).toMatchObject({ id: 'aaaa-1' });
    const compared = await good('compare', 'aaaa-1', 'aaaa-2');
    expect(compared).toMatch(/^query count +3 +0 +-3$/m);
    expect(compared).toMatch(/^Findings gone\n[\s\S]*n-plus-one/m);
  });

  test('exports, clears and imports', async () => {
    const output = await good('export', '--path', 'movies');
    expect(output.trim().split('\n')).toHaveLength(2);
    await good('export', join(folder, 'all.jsonl'));
    expect(statSync(join(folder, 'all.jsonl')).mode & 0o777).toBe(0o600);
    const lines = readFileSync(join(folder, 'all.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(requestDocument(SLOW));
    expect(await good('clear')).toBe('3 requests deleted.\n');
    expect(await good()).toBe('No request matches.\n');
    expect(await good('import', join(folder, 'all.jsonl'))).toBe('3 requests are new.\n');
    expect(await good('import', join(folder, 'all.jsonl'))).toBe('0 requests are new.\n');
    const elsewhere = join(folder, 'other.sqlite');
    await good('import', join(folder, 'all.jsonl'), '--file', elsewhere);
    expect(await good('--file', elsewhere)).toContain('3 kept.');
  });

  test.each([
    [['forget'], 2, '"history" cannot "forget".'],
    [['lst'], 2, 'Did you mean "list"?'],
    [['show'], 2, '"history show" needs more.'],
    [['show', 'zzz'], 1, 'No request is kept whose id begins with "zzz".'],
    [['show', 'aaaa'], 1, 'Several ids begin with "aaaa".'],
    [['--status', '9'], 1, 'The filter "status" is'],
    [['--cursor', 'x'], 1, 'The filter "cursor" is'],
    [['--file', 'nowhere.sqlite'], 1, 'There is no history'],
    [['clear', '--file', 'nowhere.sqlite'], 1, 'There is no history'],
  ])('%j exits with %i', async (argv, code, message) => {
    const result = await run(...argv);
    expect({ code: result.code, output: result.output }).toEqual({ code, output: '' });
    expect(result.errors).toContain(message);
  });

  test.each(['status', 'route', 'contentType'])(
    'an import whose %s is of another kind is wrong',
    async (name) => {
      const document = { ...requestDocument({ id: 'x' }), [name]: ['7'] };
      writeFileSync(join(folder, 'bad.jsonl'), `${JSON.stringify(document)}\n`);
      const { code, errors } = await run('import', join(folder, 'bad.jsonl'));
      expect(code).toBe(1);
      expect(errors).toContain(`Line 1 is no request: its "${name}" is no`);
    },
  );

  test('says which line of an import is wrong', async () => {
    writeFileSync(join(folder, 'bad.jsonl'), '{"id": 1}\n');
    const { code, errors } = await run('import', join(folder, 'bad.jsonl'));
    expect(code).toBe(1);
    expect(errors).toContain('Line 1 is no request');
    expect(existsSync(join(folder, 'bad.jsonl'))).toBe(true);
  });
});
