/// <reference lib="dom" />
import { element, icon, openToolPage } from '../../browser/index.ts';
import { PROFILE_STYLE, ProfilerClient, showProfile } from '../../profile-view/index.ts';
import { homeView } from './home-view.ts';

/** `/__uptempo/profiler`, whatever it was set to: this file lies in `assets/VERSION/profiling/page/`. */
const BASE = new URL('../../../..', import.meta.url).pathname.replace(/\/$/, '');

/** The profiler's page, or that of one profile, by the address of the page. */
function start(): void {
  const content = element('div', {});
  openToolPage(PROFILE_STYLE).append(view(content));
  const client = new ProfilerClient(BASE);
  const id = /\/profiles\/([^/]+)$/.exec(location.pathname)?.[1];
  document.title = id === undefined ? 'Profiler · Uptempo' : 'Profile · Uptempo';
  if (id === undefined) content.append(homeView(client));
  else void showProfile(content, client, decodeURIComponent(id), null);
}

function view(content: HTMLElement): HTMLElement {
  return element(
    'div',
    { class: 'view' },
    element(
      'header',
      { class: 'view-head' },
      icon('mark'),
      element('h2', {}, element('a', { class: 'quiet-button', href: `${BASE}/` }, 'Profiler')),
    ),
    content,
  );
}

start();
