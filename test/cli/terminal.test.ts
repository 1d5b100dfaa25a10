import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Terminal } from '../../src/cli/index.ts';

/** A terminal of 100 columns, or a pipe, that keeps what is written to it. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const output = new PassThrough().setEncoding('utf8').on('data', (text) => written.push(text));
  Object.assign(output, { isTTY, columns: 100 });
  return { output: output as unknown as NodeJS.WriteStream, text: () => written.join('') };
}

function terminalOn(isTTY: boolean) {
  const output = stream(isTTY);
  const errors = stream(isTTY);
  return { terminal: new Terminal(output.output, errors.output), output, errors };
}

describe('progress', () => {
  test('is a bar with rate and time left in a terminal, and ends in one line', async () => {
    const { terminal, output, errors } = terminalOn(true);
    const bar = terminal.progress({ total: 4_000, label: 'Films' });
    await pause(100);
    bar.advance(1_000);
    await pause(100);
    bar.advance(1_000);
    bar.finish();
    bar.advance();
    bar.finish();
    const lines = stripVTControlCharacters(errors.text()).split('\r');
    expect(lines[1]).toMatch(
      /^Films {2}█+░+ {2}25 % {2}1,000\/4,000 {2}[\d,]+\/s {2}\d:\d\d left$/,
    );
    expect(lines.at(-1)).toMatch(/^Films: 2,000 of 4,000 in \d\.\d s, [\d,]+\/s\n$/);
    expect(output.text()).toBe('');
  });

  test('a line written meanwhile stands above the bar', async () => {
    const { terminal, output, errors } = terminalOn(true);
    const bar = terminal.progress({ total: 10, label: 'Films' });
    await pause(100);
    bar.advance(5);
    terminal.line('Jaws has no director');
    expect(output.text()).toBe('Jaws has no director\n');
    expect(stripVTControlCharacters(errors.text()).split('\r').at(-1)).toMatch(/^Films .*50 %/);
  });

  test('is silent in a pipe until it ends, when there is little to wait for', () => {
    const { terminal, errors } = terminalOn(false);
    const bar = terminal.progress({ total: 3, label: 'Films' });
    for (let film = 0; film < 3; film++) bar.advance();
    expect(errors.text()).toBe('');
    bar.finish();
    expect(errors.text()).toMatch(/^Films: 3 in 0\.\d s, [\d,]+\/s\n$/);
  });

  test('of nothing ends as well', () => {
    const { terminal, errors } = terminalOn(true);
    terminal.progress({ total: 0, label: 'Films' }).finish();
    expect(errors.text()).toMatch(/Films: 0 in 0\.0 s/);
  });
});

describe('table', () => {
  test('aligns texts to the left and numbers to the right', () => {
    const { terminal, output } = terminalOn(false);
    terminal.table([
      { title: 'Jaws', votes: 1200, note: null },
      { title: 'Close\nEncounters', votes: 7, note: undefined },
    ]);
    expect(output.text()).toBe(
      [
        'title             votes  note',
        '────────────────  ─────  ────',
        'Jaws               1200',
        'Close Encounters      7',
        '',
      ].join('\n'),
    );
  });

  test('of no rows is nothing', () => {
    const { terminal, output } = terminalOn(false);
    terminal.table([]);
    expect(output.text()).toBe('');
  });
});
