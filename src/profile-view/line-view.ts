import { disclosure, duration, element, percent } from '../browser/index.ts';
import type { FileJson, LineJson, ProfileDocument } from './document.ts';
import { KINDS } from './frame-kinds.ts';
import { timeCell } from './function-table.ts';

/** Files that stand open: what is looked for is nearly always in the first. */
const OPEN_FILES = 2;

/** Time beside the source, file by file. */
export function lineView({ files, times }: ProfileDocument): HTMLElement {
  if (files.length === 0) {
    return element(
      'div',
      { class: 'empty' },
      element('p', {}, 'No line of the application or of its templates was seen to run.'),
    );
  }
  const items = files.map((file) => fileItem(file, times.busyMs));
  for (const item of items.slice(0, OPEN_FILES)) item.querySelector('button')?.click();
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'heads' },
      'A line has the time that ran on it. What it calls elsewhere is counted there.',
    ),
    element('ol', { class: 'rows', 'aria-label': 'Files' }, ...items),
  );
}

function fileItem(file: FileJson, busyMs: number): HTMLLIElement {
  return disclosure({
    class: 'file',
    summaryClass: 'file-columns',
    summary: [
      element('span', { class: `swatch kind-${file.kind}`, 'aria-hidden': 'true' }),
      element('code', {}, file.file),
      element('span', { class: 'muted' }, KINDS[file.kind] ?? file.kind),
      element('span', { class: 'cell-time' }, `${duration(file.selfMs)} ${percent(file.share)}`),
    ],
    detail: () => sourceTable(file, busyMs),
  });
}

function sourceTable({ file, lines }: FileJson, busyMs: number): HTMLElement {
  const rows = lines.flatMap((line, at) => {
    const isGap = at > 0 && lines[at - 1]!.line + 1 < line.line;
    return isGap ? [gapRow(), lineRow(line, busyMs)] : [lineRow(line, busyMs)];
  });
  return element(
    'div',
    { class: 'source-scroll', tabindex: 0, role: 'region', 'aria-label': `Lines of ${file}` },
    element(
      'table',
      { class: 'source' },
      element('caption', { class: 'off-screen' }, `Time of the lines of ${file}`),
      element(
        'thead',
        { class: 'off-screen' },
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'Line'),
          element('th', { scope: 'col' }, 'Time'),
          element('th', { scope: 'col' }, 'Source'),
        ),
      ),
      element('tbody', {}, ...rows),
    ),
  );
}

function lineRow({ line, selfMs, text }: LineJson, busyMs: number): HTMLElement {
  return element(
    'tr',
    { class: selfMs > 0 ? 'timed' : undefined },
    element('th', { scope: 'row', class: 'number' }, String(line)),
    timeCell(selfMs, busyMs),
    element(
      'td',
      {},
      text === null
        ? element('span', { class: 'muted' }, 'The source is not there.')
        : element('code', {}, text),
    ),
  );
}

function gapRow(): HTMLElement {
  return element('tr', { class: 'gap', 'aria-hidden': 'true' }, element('td', { colspan: 3 }, '⋮'));
}
