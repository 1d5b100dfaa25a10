import { createTabs, element, icon, type Tab } from '../../browser/index.ts';
import type { MetricsReport } from '../../metrics/index.ts';
import { cachesPanel } from './caches-panel.ts';
import { errorsPanel } from './errors-panel.ts';
import { keepFocus } from './keep-focus.ts';
import { overview } from './overview.ts';
import { hashOf, type PageState, RANGES, readState } from './page-state.ts';
import { processesPanel } from './processes-panel.ts';
import { queriesPanel } from './queries-panel.ts';
import { fetchReport } from './report-client.ts';
import { routeOverview } from './route-overview.ts';
import { routesPanel } from './routes-panel.ts';

/** Between two questions for new figures while the page is looked at. */
const REFRESH_MS = 5_000;

/** The whole page: what is looked at, what is known of it, and when to ask again. */
export class ApmView {
  readonly #root: HTMLElement;
  #state = readState();
  #report: MetricsReport | undefined;
  #problem: string | undefined;
  #isLive = true;
  #wake: () => void = () => {};

  constructor(root: HTMLElement) {
    this.#root = root;
    addEventListener('hashchange', () => this.#goTo(readState()));
    document.addEventListener('visibilitychange', () => this.#wake());
  }

  async run(): Promise<void> {
    this.#render();
    for (;;) {
      if (this.#report === undefined || (this.#isLive && document.visibilityState === 'visible')) {
        await this.#refresh();
      }
      await this.#pause();
    }
  }

  /** Until it is time to look again, or somebody asks for something else. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, REFRESH_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #refresh(): Promise<void> {
    const asked = this.#state;
    try {
      const report = await fetchReport(asked);
      if (isSameQuestion(asked, this.#state)) this.#report = report;
      this.#problem = undefined;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
    this.#render();
  }

  #goTo(state: PageState): void {
    const isNewQuestion = !isSameQuestion(state, this.#state);
    this.#state = state;
    if (isNewQuestion) this.#report = undefined;
    this.#render();
    if (isNewQuestion) this.#wake();
  }

  #render(): void {
    const view = element(
      'div',
      { class: 'view' },
      this.#head(),
      this.#problem !== undefined &&
        element('p', { class: 'notice', role: 'alert' }, this.#problem),
      ...(this.#report === undefined ? [waiting(this.#problem)] : this.#body(this.#report)),
    );
    keepFocus(this.#root, () => this.#root.replaceChildren(view));
  }

  #head(): HTMLElement {
    const { route } = this.#state;
    return element(
      'header',
      { class: 'view-head' },
      icon('mark'),
      route === undefined
        ? element('h2', {}, 'Application performance')
        : element(
            'a',
            { href: this.#link({ route: undefined }), 'data-key': 'back' },
            'All routes',
          ),
      route !== undefined && element('h2', { class: 'mono' }, route),
      element('span', { class: 'spring' }),
      this.#liveSwitch(),
      this.#ranges(),
    );
  }

  #liveSwitch(): HTMLElement {
    const box = element('input', {
      type: 'checkbox',
      'data-key': 'live',
      checked: this.#isLive,
      onchange: () => {
        this.#isLive = box.checked;
        this.#wake();
      },
    });
    return element('label', { class: 'switch' }, box, 'Live');
  }

  #ranges(): HTMLElement {
    const links = RANGES.map(([range, label]) =>
      element(
        'a',
        {
          class: 'range',
          href: this.#link({ range }),
          'data-key': `range ${range}`,
          'aria-current': range === this.#state.range ? 'true' : undefined,
        },
        label,
      ),
    );
    return element('nav', { class: 'ranges', 'aria-label': 'Span of time' }, ...links);
  }

  #body(report: MetricsReport): readonly HTMLElement[] {
    const { route } = this.#state;
    const linkTo = (name: string) => this.#link({ route: name });
    const top = route === undefined ? overview(report) : routeOverview(route, report);
    const tabs = tabsOf(report, route, linkTo);
    const onTab = (tab: string) => {
      this.#state = { ...this.#state, tab };
      history.replaceState(null, '', hashOf(this.#state));
      // The links of the head keep the tab.
      this.#render();
    };
    return [top, createTabs(tabs, this.#state.tab, onTab).element];
  }

  #link(change: Partial<PageState>): string {
    return hashOf({ ...this.#state, ...change });
  }
}

function tabsOf(
  report: MetricsReport,
  route: string | undefined,
  linkTo: (route: string) => string,
): readonly Tab[] {
  const { routes, queries, errors, caches, workers } = report;
  const ofAll: readonly Tab[] = [
    { name: 'caches', label: 'Caches', count: caches.length, build: () => cachesPanel(caches) },
    {
      name: 'processes',
      label: 'Processes',
      count: workers.length,
      build: () => processesPanel(report),
    },
  ];
  const tabs: readonly Tab[] = [
    {
      name: 'queries',
      label: 'Statements',
      count: queries.length,
      build: () => queriesPanel(queries, linkTo),
    },
    {
      name: 'errors',
      label: 'Errors',
      count: errors.length,
      isProblem: errors.length > 0,
      build: () => errorsPanel(errors, linkTo),
    },
  ];
  if (route !== undefined) return tabs;
  const first: Tab = {
    name: 'routes',
    label: 'Routes',
    count: routes.length,
    build: () => routesPanel(routes, linkTo),
  };
  return [first, ...tabs, ...ofAll];
}

function isSameQuestion(one: PageState, other: PageState): boolean {
  return one.range === other.range && one.route === other.route;
}

function waiting(problem: string | undefined): HTMLElement {
  return element('p', { class: 'empty' }, problem === undefined ? 'Adding up…' : 'No figures.');
}
