import type { Comparison } from '../../history/index.ts';
import type { ExplainAnswer } from '../explain-route.ts';
import type { RequestPage } from '../request-source.ts';
import type { SettingsDocument } from '../settings-document.ts';
import type { ServedTrace } from '../trace-document.ts';

/** `/__uptempo`, whatever it was set to: this file lies in `assets/VERSION/toolbar/page/` below it. */
const BASE = new URL('../../../..', import.meta.url).pathname.replace(/\/$/, '');

/** The trace could not be shown; the message says why, for the reader. */
export class TraceUnavailable extends Error {}

/** Delays between two questions for a trace whose request still runs. */
const RETRY_MS = [80, 120, 200, 400, 800, 1_500, 3_000, 3_000, 5_000, 5_000, 10_000] as const;

/**
 * Fetches a trace and hands it to `show`; again until its request has finished, since a page may
 * ask for its own trace before its last byte has been sent.
 *
 * @throws TraceUnavailable
 */
export async function followTrace(
  id: string,
  show: (document: ServedTrace) => void,
  isWanted: () => boolean,
): Promise<void> {
  for (const delay of RETRY_MS) {
    const document = await fetchTrace(id);
    if (!isWanted()) return;
    show(document);
    if (isComplete(document)) return;
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
}

/** Panels of the application are asked once the request has been answered. */
function isComplete({ totalMs, panels }: ServedTrace): boolean {
  return totalMs !== null && panels.every(({ data, error }) => data !== null || error !== null);
}

async function fetchTrace(id: string): Promise<ServedTrace> {
  const response = await ask(`${BASE}/traces/${encodeURIComponent(id)}.json`);
  if (response.status === 404) {
    throw new TraceUnavailable(
      'This trace is not kept any more. It made room for newer ones, or the server restarted.',
    );
  }
  return response.json();
}

/** The requests that match; the filters are those of `history.json`. */
export async function fetchHistory(
  filters: Readonly<Record<string, string>>,
): Promise<RequestPage> {
  return (await ask(`${BASE}/history.json?${new URLSearchParams(filters)}`)).json();
}

/** All that match, as a file. */
export function exportFile(filters: Readonly<Record<string, string>>): string {
  return `${BASE}/history.jsonl?${new URLSearchParams(filters)}`;
}

/** @throws TraceUnavailable */
export async function fetchComparison(a: string, b: string): Promise<Comparison> {
  const response = await ask(`${BASE}/compare.json?${new URLSearchParams({ a, b })}`);
  if (response.status === 404) {
    throw new TraceUnavailable('One of the two requests is not kept any more.');
  }
  return response.json();
}

/** Address of the page that shows two requests side by side. */
export function comparePage(a: string, b: string): string {
  return `${BASE}/compare?${new URLSearchParams({ a, b })}`;
}

/** The settings of the server, as they are now. */
export async function fetchSettings(): Promise<SettingsDocument> {
  const response = await ask(`${BASE}/settings.json`);
  return response.json();
}

/** Address of the module of a panel of the application. */
export function panelScript(name: string): string {
  return `${BASE}/panels/${encodeURIComponent(name)}.js`;
}

/** How the database gets the rows of a statement. @throws Error with what the server says */
export async function fetchPlan(
  id: string,
  position: number,
  analyze: boolean,
): Promise<ExplainAnswer> {
  const response = await fetch(
    `${BASE}/traces/${encodeURIComponent(id)}/queries/${position}/explain`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ analyze }),
      cache: 'no-store',
    },
  ).catch(() => {
    throw new TraceUnavailable('The toolbar cannot reach the server.');
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as ExplainAnswer;
  throw new TraceUnavailable(
    messageOf(answer) ?? `The server refused (status ${response.status}).`,
  );
}

function messageOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { message, hint } = answer as Readonly<Record<string, unknown>>;
  return [message, hint].filter((part) => typeof part === 'string').join(' ') || undefined;
}

/** Address of a trace's own page. */
export function tracePage(id: string): string {
  return `${BASE}/traces/${encodeURIComponent(id)}`;
}

async function ask(url: string): Promise<Response> {
  const response = await fetch(url, { cache: 'no-store' }).catch(() => {
    throw new TraceUnavailable(
      'The toolbar cannot reach the server. It may be down, or the page’s ' +
        'Content-Security-Policy forbids requests to it (connect-src).',
    );
  });
  if (response.ok || response.status === 404) return response;
  throw new TraceUnavailable(`The server refused the trace (status ${response.status}).`);
}
