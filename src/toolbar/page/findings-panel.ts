import {
  type Child,
  copyButton,
  counted,
  duration,
  element,
  fullSite,
  icon,
  percent,
} from '../../browser/index.ts';
import type { Finding, FindingPlace, Remedy } from '../../observe/index.ts';
import type { TraceDocument } from '../trace-document.ts';

/** What could be faster, the largest saving first. `showQueries` opens the SQL panel on some. */
export function findingsPanel(
  trace: TraceDocument,
  showQueries: (finding: Finding) => void,
): HTMLElement {
  const cards =
    trace.findings.length === 0
      ? [nothingFound(trace)]
      : trace.findings.map((finding) => findingCard(finding, showQueries));
  return element('div', { class: 'findings' }, ...cards, ...ignoredLine(trace));
}

/** That something was found and is left as it is, and why. */
function ignoredLine({ suppressed = [] }: TraceDocument): HTMLElement[] {
  if (suppressed.length === 0) return [];
  const reasons = suppressed.map(({ title, reason }) => `${title} (${reason})`).join('; ');
  const text = `${counted(suppressed.length, 'finding')} ignored: ${reasons}`;
  return [element('p', { class: 'muted' }, text)];
}

function nothingFound({ totals }: TraceDocument): HTMLElement {
  return element(
    'div',
    { class: 'empty' },
    icon('check'),
    element('p', {}, 'Nothing to report.'),
    element(
      'p',
      { class: 'muted' },
      `${counted(totals.queryCount, 'query', 'queries')}: none in a loop, none twice, none slow.`,
    ),
  );
}

function findingCard(finding: Finding, showQueries: (finding: Finding) => void): HTMLElement {
  return element(
    'article',
    { class: 'finding', 'aria-label': finding.title },
    element(
      'header',
      {},
      element('h3', {}, icon('warning'), finding.title),
      element('p', {}, finding.summary),
      finding.note !== undefined && element('p', { class: 'muted' }, finding.note),
    ),
    figures(finding),
    element(
      'dl',
      { class: 'places' },
      ...place(placeLabel(finding), finding.querySet),
      ...place(finding.relation === undefined ? 'Again in' : 'Accessed in', finding.access),
    ),
    ...finding.remedies.map(remedyBlock),
    finding.queryCount > 0 && queriesLink(finding, showQueries),
  );
}

function placeLabel({ relation, queryCount }: Finding): string {
  if (relation !== undefined) return 'QuerySet';
  return queryCount > 0 ? 'Query' : 'In';
}

function queriesLink(finding: Finding, showQueries: (finding: Finding) => void): HTMLElement {
  const { queryCount } = finding;
  return element(
    'footer',
    {},
    element(
      'button',
      { type: 'button', class: 'link-button', onclick: () => showQueries(finding) },
      `Show ${queryCount === 1 ? 'the query' : `the ${queryCount} queries`}`,
    ),
  );
}

function figures(finding: Finding): HTMLElement {
  const { queryCount, costMs, savedMs, share, isUpperBound } = finding;
  const saved = `${isUpperBound ? 'at most ' : ''}${duration(savedMs)}`;
  return element(
    'dl',
    { class: 'figures' },
    ...(queryCount > 0 ? figure('Queries', String(queryCount)) : []),
    ...figure(queryCount > 0 ? 'They cost' : 'It costs', duration(costMs)),
    ...figure('The fix saves', saved),
    ...(share === undefined
      ? []
      : figure(
          'Of this request',
          percent(share),
          element('meter', { min: 0, max: 1, value: share, 'aria-label': 'Share of the request' }),
        )),
  );
}

function figure(label: string, value: string, ...more: Child[]): HTMLElement[] {
  return [element('div', {}, element('dt', {}, label), element('dd', {}, value, ...more))];
}

function place(label: string, where: FindingPlace | undefined): HTMLElement[] {
  if (where === undefined) return [];
  const { site, source } = where;
  return [
    element('dt', {}, label),
    element(
      'dd',
      {},
      fullSite(site),
      source !== undefined && element('code', { class: 'source' }, source),
    ),
  ];
}

function remedyBlock(remedy: Remedy, index: number): HTMLElement {
  return element(
    'section',
    { class: index === 0 ? 'remedy' : 'remedy other' },
    element('h4', {}, index === 0 && remedy.code !== undefined ? 'Write instead' : remedy.title),
    remedy.code !== undefined && codeBlock(remedy.code, remedy.inserted),
    remedy.accessCode !== undefined && element('p', { class: 'muted' }, 'and where it is accessed'),
    remedy.accessCode !== undefined && codeBlock(remedy.accessCode, undefined),
    element('p', { class: 'muted' }, remedy.explanation),
  );
}

function codeBlock(code: string, inserted: Remedy['inserted']): HTMLElement {
  const { start, end } = inserted ?? { start: 0, end: 0 };
  return element(
    'div',
    { class: 'code-block' },
    element(
      'pre',
      { tabindex: 0, 'aria-label': 'Code' },
      element(
        'code',
        {},
        code.slice(0, start),
        end > start && element('ins', {}, code.slice(start, end)),
        code.slice(end),
      ),
    ),
    copyButton(() => code, 'the code'),
  );
}
