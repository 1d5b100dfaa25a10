import { setTimeout as delay } from 'node:timers/promises';
import { PROFILE_HEADER } from '../../profiling/index.ts';
import { cliError } from '../errors.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** A running app, and how it is to be asked. */
export interface RemoteApp {
  /** Address of the profiler's pages. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

const DEFAULT_PATH = '/__uptempo/profiler';

/** The app at an address: the profiler's own when it has a path, else where it is by default. */
export function remoteApp(url: URL, headers: RemoteApp['headers']): RemoteApp {
  const path = url.pathname === '/' ? DEFAULT_PATH : url.pathname.replace(/\/$/, '');
  return { base: url.origin + path, headers };
}

/**
 * Lets the app take a profile of so many seconds.
 *
 * @returns the id by which it keeps the profile.
 * @throws cli.profile.unreachable, cli.profile.refused
 */
export async function takeRemoteProfile(
  app: RemoteApp,
  request: { readonly seconds: number; readonly intervalMs: number },
  terminal: Terminal,
): Promise<string> {
  const query = new URLSearchParams({
    seconds: String(request.seconds),
    intervalMs: String(request.intervalMs),
    format: 'txt',
  });
  const ended = new AbortController();
  const bar = showSeconds(request.seconds, ended.signal, terminal);
  try {
    const answer = await ask(app, `/profile?${query}`);
    await answer.arrayBuffer();
    return answer.headers.get(PROFILE_HEADER) ?? '';
  } finally {
    ended.abort();
    await bar;
  }
}

/** A profile that the app keeps, as a file of the format, or the part of one route. */
export async function fetchProfile(
  app: RemoteApp,
  id: string,
  format: string,
  route: string | undefined,
): Promise<Buffer> {
  const query = route === undefined ? '' : `?${new URLSearchParams({ route })}`;
  const answer = await ask(app, `/profiles/${encodeURIComponent(id)}.${format}${query}`);
  return Buffer.from(await answer.arrayBuffer());
}

async function showSeconds(seconds: number, ended: AbortSignal, terminal: Terminal): Promise<void> {
  const bar = terminal.progress({ total: Math.ceil(seconds), label: 'Seconds' });
  try {
    for (;;) {
      await delay(1_000, undefined, { signal: ended });
      bar.advance();
    }
  } catch {
    // The profile has ended, or the app refused it: there is nothing left to show.
    terminal.leaveProgress();
  }
}

async function ask({ base, headers }: RemoteApp, path: string): Promise<Response> {
  // A redirect would take the headers, which may be a password, elsewhere.
  const answer = await fetch(base + path, { headers, redirect: 'manual' }).catch((error) => {
    throw cliError('cli.profile.unreachable', `Nothing answers at ${new URL(base).origin}.`, {
      hint: 'Start the app first, and give the address it listens on.',
      cause: error,
    });
  });
  if (answer.ok) return answer;
  throw await refusal(answer, base);
}

async function refusal(answer: Response, base: string): Promise<Error> {
  const body = await answer.json().catch(() => undefined);
  // createApp answers with an object in `error`; a plain Fastify app has the same members, and a text there.
  const { code, message, hint } = typeof body?.error === 'object' ? body.error : (body ?? {});
  const reason =
    typeof message === 'string' ? message : `It answered with status ${answer.status}.`;
  // Any other 404 is the app's own, whose hint is about its pages.
  const isOfProfiler = /^profil(er|ing)\./.test(code);
  const own = typeof hint === 'string' ? hint : undefined;
  const other = answer.status === 404 ? noProfiler(base) : (own ?? PERMISSION);
  const given = isOfProfiler ? own : other;
  return cliError('cli.profile.refused', `The app refused to be profiled: ${reason}`, {
    ...(given !== undefined && { hint: given }),
  });
}

const PERMISSION = 'Its option "permission" says who may; --header sends what it asks for.';

function noProfiler(base: string): string {
  return `${base} has no profiler. Register profilerPages of uptempo/profiling there, or give its address.`;
}
