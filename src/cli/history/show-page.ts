import { plainLine } from '../../core/index.ts';
import type { HistoryPage, StoredEntry } from '../../history/index.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { milliseconds } from './milliseconds.ts';

/** Characters of an id that are shown; enough to tell it from others. */
const SHOWN_ID = 8;

/** Characters of an address that are shown. */
const SHOWN_URL = 60;

/** Requests as a table, and how many there are besides. */
export function showPage(
  { entries, kept, estimated, nextCursor }: HistoryPage,
  terminal: Terminal,
): void {
  if (entries.length === 0) {
    terminal.line('No request matches.');
    return;
  }
  terminal.table(entries.map(row));
  terminal.line();
  if (kept !== undefined) terminal.line(summary(kept, estimated ?? kept));
  if (nextCursor !== undefined) terminal.line(`More with --cursor ${nextCursor}`);
}

function row(entry: StoredEntry) {
  const url = plainLine(entry.url);
  return {
    Id: entry.id.slice(0, SHOWN_ID),
    Time: entry.startedAt.slice(0, 19).replace('T', ' '),
    Method: entry.method,
    Status: entry.status,
    ms: Number(milliseconds(entry.totalMs ?? 0)),
    Queries: entry.queryCount,
    Findings: entry.findingCount,
    Path: url.length > SHOWN_URL ? `${url.slice(0, SHOWN_URL - 1)}…` : url,
  };
}

function summary(kept: number, estimated: number): string {
  const all = `${kept.toLocaleString('en')} kept`;
  return estimated > kept
    ? `${all}, of some ${estimated.toLocaleString('en')} there were.`
    : `${all}.`;
}
