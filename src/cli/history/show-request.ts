import { plainLine } from '../../core/index.ts';
import type { Comparison, Figure, HistoryDocument } from '../../history/index.ts';
import { compareRequests } from '../../history/index.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { milliseconds } from './milliseconds.ts';

/** Statements shown; those that took longest. */
const SHOWN_STATEMENTS = 20;

/** Characters of a statement that are shown. */
const SHOWN_SQL = 100;

/** What a request cost, in what it asked the database, and what was found. */
export function showRequest(document: HistoryDocument, terminal: Terminal): void {
  const { id, status, startedAt, totalMs, account, findings } = document;
  terminal.line(terminal.style('bold', head(document)));
  const facts = `${id}  ${startedAt}  status ${status ?? 'none'}  ${milliseconds(totalMs ?? 0)} ms`;
  terminal.line(plainLine(facts));
  const parts = Object.entries(account).filter(([name, ms]) => name !== 'wallMs' && ms >= 0.01);
  section(
    terminal,
    'Time',
    parts.map(([name, ms]) => ({ Part: partName(name), ms: round(ms) })),
  );
  // Compared with itself, a request has its statements grouped.
  const { statements } = compareRequests(document, document);
  const longest = statements.toSorted((one, other) => other.b!.ms - one.b!.ms);
  section(
    terminal,
    'Statements',
    longest.slice(0, SHOWN_STATEMENTS).map(({ sql, b }) => ({
      Runs: b!.runs,
      ms: round(b!.ms),
      Rows: b!.rows,
      Statement: shorten(sql),
    })),
  );
  section(terminal, 'Findings', findings.map(findingRow));
}

/** Two requests side by side. */
export function showComparison(comparison: Comparison, terminal: Terminal): void {
  const { a, b, account, counts, statements, findings } = comparison;
  terminal.line(plainLine(`A  ${a.id}  ${a.method} ${a.url}`));
  terminal.line(plainLine(`B  ${b.id}  ${b.method} ${b.url}`));
  const isShown = (figure: Figure) => Math.max(figure.a, figure.b) >= 0.01;
  const figures = [...account, ...counts].filter(isShown);
  section(terminal, 'Figures', figures.map(figureRow));
  section(
    terminal,
    'Statements',
    statements.slice(0, SHOWN_STATEMENTS).map((statement) => ({
      'A runs': statement.a?.runs ?? 0,
      'B runs': statement.b?.runs ?? 0,
      'A ms': round(statement.a?.ms ?? 0),
      'B ms': round(statement.b?.ms ?? 0),
      Statement: shorten(statement.sql),
    })),
  );
  section(terminal, 'Findings gone', findings.gone.map(findingRow));
  section(terminal, 'New findings', findings.added.map(findingRow));
}

function head({ method, url, route }: HistoryDocument): string {
  const pattern = route === null || url.startsWith(route) ? '' : `  (${route})`;
  return plainLine(`${method} ${url}${pattern}`);
}

function figureRow({ name, a, b }: Figure) {
  return { Figure: partName(name), A: round(a), B: round(b), Difference: round(b - a) };
}

function findingRow({ code, title, savedMs }: { code: string; title: string; savedMs: number }) {
  return { Finding: code, 'Saves ms': round(savedMs), Title: title };
}

function section(
  terminal: Terminal,
  title: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): void {
  if (rows.length === 0) return;
  terminal.line();
  terminal.line(terminal.style('bold', title));
  terminal.table(rows);
}

/** `loopWaitMs` as `loop wait`. */
function partName(name: string): string {
  return name.replace(/Ms$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function shorten(sql: string): string {
  const text = plainLine(sql);
  return text.length > SHOWN_SQL ? `${text.slice(0, SHOWN_SQL - 1)}…` : text;
}
