import { counted, createTabs, duration, element, percent } from '../browser/index.ts';
import type { ProfileDocument } from './document.ts';
import { FlameGraph } from './flame-graph.ts';
import { functionTable } from './function-table.ts';
import { lineView } from './line-view.ts';

export interface ProfileViewOptions {
  /** Shows the part of one route, or the whole for null. */
  readonly onRoute: (route: string | null) => void;
  /** Where the profile can be had as a file. */
  readonly fileAddress: (ending: string) => string;
}

/** Endings of the files that other tools open, with what opens them. */
const FILES = [
  ['speedscope.json', 'speedscope'],
  ['cpuprofile', 'Chrome, VS Code'],
  ['pb.gz', 'pprof'],
] as const;

/** A profile: its facts, the choice of a route, flame graph, functions and lines. */
export function profileView(profile: ProfileDocument, options: ProfileViewOptions): HTMLElement {
  let graph: FlameGraph | undefined;
  const flameGraph = () => {
    graph ??= new FlameGraph(profile);
    return graph;
  };
  const find = (text: string) => {
    flameGraph().search(text);
    tabs.choose('flame');
  };
  const tabs = createTabs(
    [
      { name: 'flame', label: 'Flame graph', build: () => flameGraph().element },
      {
        name: 'functions',
        label: 'Functions',
        count: profile.functions.length,
        build: () => functionTable(profile, find),
      },
      { name: 'lines', label: 'Lines', build: () => lineView(profile) },
    ],
    'flame',
    () => {},
  );
  return element(
    'div',
    { class: 'profile' },
    element(
      'div',
      { class: 'panel-head' },
      facts(profile),
      element('div', { class: 'controls' }, routeChoice(profile, options.onRoute)),
    ),
    tabs.element,
    downloads(options.fileAddress),
  );
}

function facts({ times, durationMs, sampleCount, samplingIntervalMs, route }: ProfileDocument) {
  const { busyMs, idleMs, gcMs } = times;
  const whole = busyMs + idleMs || 1;
  const parts = [
    `busy for ${duration(busyMs)} of ${duration(durationMs)}`,
    `${counted(sampleCount, 'sample')}, one every ${duration(samplingIntervalMs)}`,
    ...(route === null ? [`idle ${percent(idleMs / whole)}`] : []),
    `garbage collection ${percent(gcMs / whole)}`,
  ];
  return element('p', { class: 'muted' }, parts.join(' · '));
}

function routeChoice({ routes, route }: ProfileDocument, onRoute: ProfileViewOptions['onRoute']) {
  if (routes.length === 0) return undefined;
  const choice = (value: string, label: string) =>
    element('option', { value, selected: value === (route ?? '') }, label);
  const select = element(
    'select',
    { class: 'choice', onchange: () => onRoute(select.value === '' ? null : select.value) },
    choice('', 'everything'),
    ...routes.map(({ name, busyMs, requestCount }) =>
      choice(name, `${name} – ${duration(busyMs)}, ${counted(requestCount, 'request')}`),
    ),
  );
  return element('label', { class: 'switch' }, 'What it did for', select);
}

function downloads(address: ProfileViewOptions['fileAddress']): HTMLElement {
  const links = FILES.map(([ending, tools]) =>
    element(
      'a',
      { class: 'quiet-button', href: address(ending), download: true },
      `.${ending} (${tools})`,
    ),
  );
  return element(
    'p',
    { class: 'downloads' },
    element('span', { class: 'muted' }, 'For other tools:'),
    ...links,
  );
}
