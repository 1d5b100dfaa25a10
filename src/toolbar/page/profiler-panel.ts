import { counted, element } from '../../browser/index.ts';
import { ProfilerClient, showProfile } from '../../profile-view/index.ts';
import type { TraceDocument } from '../trace-document.ts';

/** `/__uptempo`, whatever it was set to: this file lies in `assets/VERSION/toolbar/page/` below it. */
const BASE = new URL('../../../..', import.meta.url).pathname.replace(/\/$/, '');

/** By which the server knows the requests that are made for a profile, and keeps no trace of them. */
export const PROFILED_HEADER = 'x-uptempo-profiled';

/** The page is asked for again until one of these is reached: enough samples of a quick page. */
const MAX_REPEATS = 50;
const MAX_MS = 3_000;

/** The server is let go after this long, whatever becomes of the page. */
const MAX_SECONDS = 30;

/** Half a millisecond sees more of a quick page, and still costs it little. */
const INTERVAL_MS = 0.5;

/** Profiles the page by asking for it again and again, and shows what that took. */
export function profilerPanel(trace: TraceDocument): HTMLElement {
  const shown = element('div', {});
  const state = element('span', { class: 'muted', role: 'status' });
  const client = new ProfilerClient(`${BASE}/profiler`);
  const button = element(
    'button',
    { type: 'button', class: 'action', disabled: trace.method !== 'GET', onclick: profile },
    'Profile this page',
  );

  async function profile(): Promise<void> {
    button.disabled = true;
    state.textContent = 'Asking for the page …';
    try {
      const { id, repeats } = await profilePage(client, trace.url);
      await showProfile(shown, client, id, routeOf(trace));
      state.textContent = `Asked for it ${counted(repeats, 'time')}.`;
    } catch (error) {
      state.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      button.disabled = false;
    }
  }

  return element(
    'div',
    { class: 'profiler' },
    element('div', { class: 'taking' }, button, state, explanation(trace)),
    shown,
  );
}

function explanation({ method }: TraceDocument): HTMLElement {
  const text =
    method === 'GET'
      ? 'Asks for the page again, up to fifty times, and shows which functions and lines took the time.'
      : `Only pages can be asked for again, not what a ${method} does.`;
  return element(
    'p',
    {},
    text,
    ' ',
    element('a', { href: `${BASE}/profiler/`, target: '_blank' }, 'More of the profiler'),
  );
}

async function profilePage(
  client: ProfilerClient,
  url: string,
): Promise<{ readonly id: string; readonly repeats: number }> {
  const { id } = await client.start(MAX_SECONDS, INTERVAL_MS);
  let repeats = 0;
  try {
    const startedMs = performance.now();
    while (repeats < MAX_REPEATS && performance.now() - startedMs < MAX_MS) {
      const headers = { [PROFILED_HEADER]: '1', accept: 'text/html' };
      const answer = await fetch(url, { headers, cache: 'no-store', redirect: 'manual' });
      await answer.arrayBuffer();
      repeats++;
    }
  } finally {
    await client.stop(id);
  }
  return { id, repeats };
}

/** As the profiler names it; null for a page that no route answered. */
function routeOf({ method, route }: TraceDocument): string | null {
  return route === null ? null : `${method} ${route}`;
}
