import { clockTime, counted, duration, element, percent } from '../../browser/index.ts';
import {
  heapView,
  type ProfileEntry,
  type ProfileList,
  type ProfilerClient,
  type RunningJson,
} from '../../profile-view/index.ts';

/** Between two looks at whether a profile is being taken, by whomever. */
const REFRESH_MS = 1_000;

/** Taking profiles, those that are kept, and the heap. */
export function homeView(client: ProfilerClient): HTMLElement {
  const problem = element('p', { class: 'notice', role: 'alert', hidden: true });
  const attempt = (work: () => Promise<void>) => async () => {
    problem.hidden = true;
    try {
      await work();
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error);
      problem.hidden = false;
    }
  };
  return element(
    'div',
    {},
    problem,
    profilesSection(client, attempt),
    heapSection(client, attempt),
  );
}

/** Runs work that was asked for by a click, and shows why it failed. */
type Attempt = (work: () => Promise<void>) => () => Promise<void>;

function profilesSection(client: ProfilerClient, attempt: Attempt): HTMLElement {
  const seconds = element('input', { type: 'number', min: 1, value: 10, 'aria-label': 'Seconds' });
  const progress = element('progress', { 'aria-label': 'Profile', hidden: true });
  const state = element('span', { class: 'muted', role: 'status' });
  const list = element('ol', { class: 'rows', 'aria-label': 'Profiles' });
  let running: RunningJson | null = null;
  const take = element(
    'button',
    {
      type: 'button',
      class: 'action',
      onclick: attempt(async () => {
        if (running === null) running = await client.start(Number(seconds.value), 1);
        else await client.stop(running.id);
        await refresh();
      }),
    },
    'Take a profile',
  );

  async function refresh(): Promise<void> {
    const known: ProfileList = await client.list();
    const wasRunning = running?.id;
    running = known.running;
    seconds.max = String(known.maxSeconds);
    seconds.disabled = running !== null;
    take.textContent = running === null ? 'Take a profile' : 'End it now';
    showRunning(running, progress);
    if (running !== null) state.textContent = 'Taking a profile. Ask your pages meanwhile.';
    else if (wasRunning !== undefined) state.textContent = 'The profile is there.';
    showProfiles(list, known.profiles, client);
  }

  queueMicrotask(() => void keepFresh(list, refresh));
  return element(
    'section',
    { class: 'profile-section' },
    element('h3', {}, 'CPU'),
    element(
      'div',
      { class: 'taking' },
      element('label', { class: 'switch' }, 'Seconds', seconds),
      take,
      progress,
      state,
      element(
        'p',
        {},
        'Looks every millisecond at what this process runs. Pages of others are profiled too; ' +
          'they become up to a tenth slower meanwhile.',
      ),
    ),
    list,
  );
}

/** Ends by itself when the list is taken out of the page. */
async function keepFresh(list: HTMLElement, refresh: () => Promise<void>): Promise<void> {
  do {
    // What one look misses the next one shows; what is asked for by a click says why it failed.
    if (document.visibilityState === 'visible') await refresh().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  } while (list.isConnected);
}

function showRunning(running: RunningJson | null, progress: HTMLProgressElement): void {
  progress.hidden = running === null;
  if (running === null) return;
  progress.max = running.seconds;
  progress.value = Math.min(running.seconds, (Date.now() - Date.parse(running.startedAt)) / 1_000);
}

function showProfiles(
  list: HTMLElement,
  profiles: readonly ProfileEntry[],
  client: ProfilerClient,
): void {
  const ids = profiles.map(({ id }) => id).join();
  if (list.dataset.shown === ids) return;
  list.dataset.shown = ids;
  list.replaceChildren(...profiles.map((entry) => profileRow(entry, client)));
  if (profiles.length === 0) list.append(element('li', { class: 'empty' }, 'No profiles yet.'));
}

function profileRow(entry: ProfileEntry, client: ProfilerClient): HTMLElement {
  const { id, startedAt, durationMs, sampleCount, busyMs } = entry;
  return element(
    'li',
    {},
    element(
      'a',
      { class: 'row-button profile-columns', href: client.page(id) },
      element('span', {}, `Profile of ${clockTime(startedAt)}`),
      element('span', { class: 'muted' }, counted(sampleCount, 'sample')),
      element('span', { class: 'cell-time' }, `${percent(busyMs / (durationMs || 1))} busy`),
      element('span', { class: 'muted' }, duration(durationMs)),
    ),
  );
}

function heapSection(client: ProfilerClient, attempt: Attempt): HTMLElement {
  const shown = element('div', {});
  const state = element('span', { class: 'muted', role: 'status' });
  const take = element(
    'button',
    {
      type: 'button',
      class: 'action',
      onclick: attempt(async () => {
        take.disabled = true;
        state.textContent = 'Taking a summary …';
        try {
          shown.replaceChildren(heapView((await client.takeHeap()).summaries));
          state.textContent = 'The summary is there.';
        } finally {
          take.disabled = false;
        }
      }),
    },
    'Take a summary',
  );
  const showKept = attempt(async () => {
    shown.replaceChildren(heapView((await client.heap()).summaries));
  });
  void showKept();
  return element(
    'section',
    { class: 'profile-section' },
    element('h3', {}, 'Memory'),
    element(
      'div',
      { class: 'taking' },
      take,
      state,
      element('p', {}, 'The process answers nobody for about a second per 100 MB of its heap.'),
    ),
    shown,
  );
}
