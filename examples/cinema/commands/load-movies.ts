import { defineCommand, type Terminal } from 'uptempo';
import { atomic } from 'uptempo/orm';
import { cleanFilms, type Finding } from '../loading/cleaning.ts';
import { readSourceFilms } from '../loading/source.ts';
import { removeFilms, storeFilms } from '../loading/store.ts';
import { Movie } from '../models.ts';

export const command = defineCommand({
  help:
    'Load 3,200 real films, put right what is wrong with them, and say what that was.\n' +
    'All or nothing: they are stored in one transaction. Films that are there already stay.',
  options: {
    copies: {
      type: 'integer',
      default: 1,
      min: 1,
      max: 1_000,
      help: 'How often to store each film; 30 makes about 100,000. Default 1.',
    },
    fresh: { type: 'boolean', help: 'Take out what is there and load anew.' },
  },
  async run({ options: { copies, fresh }, terminal }) {
    const loaded = await Movie.objects.count();
    if (loaded > 0 && !fresh) {
      terminal.line(`${count(loaded)} films are loaded already; --fresh loads them anew.`);
      return;
    }
    const { films, findings } = cleanFilms(await readSourceFilms());
    const bar = terminal.progress({ total: films.length * copies, label: 'Films' });
    await atomic(async () => {
      if (fresh) await removeFilms();
      await storeFilms(films, copies, (stored) => bar.advance(stored));
    });
    bar.finish();
    reportFindings(findings, terminal);
  },
});

function reportFindings(findings: readonly Finding[], terminal: Terminal): void {
  terminal.line();
  terminal.table(
    findings
      .filter(({ rows }) => rows > 0)
      .map(({ rule, rows }) => ({ problem: rule.problem, films: rows, what: rule.remedy })),
  );
  const quiet = findings.filter(({ rows }) => rows === 0).map(({ rule }) => rule.problem);
  terminal.line();
  terminal.line(`Looked for and not found: ${quiet.join(', ')}.`);
}

function count(amount: number): string {
  return amount.toLocaleString('en');
}
