import { type Child, copyButton, element } from '../../browser/index.ts';
import type { PanelDocument, PanelSection, PanelValue } from '../panel.ts';
import { panelScript } from './trace-client.ts';
import { valueSection } from './value-section.ts';

/** What a module of a panel exports. */
interface PanelModule {
  render(data: unknown, tools: { readonly element: typeof element }): Node | Promise<Node>;
}

/** A panel of the application: its sections, or what its own module makes of its data. */
export function customPanel(panel: PanelDocument): HTMLElement {
  const { title, data, error, hasModule } = panel;
  const shown = element('div', { class: 'request custom-panel' });
  if (error !== null) shown.append(problem(`The panel “${title}” failed: ${error}`));
  else if (data === null) shown.append(element('p', { class: 'empty' }, 'Not collected yet.'));
  else if (hasModule) showModule(panel, shown);
  else shown.append(...sectionsOf(panel));
  return shown;
}

function sectionsOf({ title, data }: PanelDocument): HTMLElement[] {
  const sections = Array.isArray(data?.sections) ? (data.sections as readonly PanelSection[]) : [];
  if (sections.length === 0)
    return [element('p', { class: 'empty' }, `${title} has nothing to show.`)];
  return sections.map(sectionOf);
}

async function showModule(panel: PanelDocument, shown: HTMLElement): Promise<void> {
  try {
    const module: PanelModule = await import(panelScript(panel.name));
    shown.replaceChildren(await module.render(panel.data, { element }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    shown.replaceChildren(problem(`The module of “${panel.title}” failed: ${message}`));
  }
}

function problem(message: string): HTMLElement {
  return element('p', { class: 'notice', role: 'alert' }, message);
}

function sectionOf(section: PanelSection): HTMLElement {
  const { title = '' } = section;
  if ('facts' in section) {
    const values = Object.entries(section.facts).map(([name, value]) => ({
      name,
      value: text(value),
    }));
    return valueSection(title, values) ?? element('section', {});
  }
  if ('rows' in section) return titled(title, table(title, section.columns, section.rows));
  if ('code' in section) return titled(title, code(text(section.code)));
  if ('text' in section) return titled(title, element('p', {}, text(section.text)));
  return titled(title, code(JSON.stringify(section, null, 2)));
}

/** Whatever came as JSON, as text. */
function text(value: PanelValue | undefined): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function titled(title: string, content: Child): HTMLElement {
  return element(
    'section',
    { class: 'value-section' },
    title !== '' && element('h3', {}, title),
    content,
  );
}

function table(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly PanelValue[])[],
): HTMLElement {
  return element(
    'table',
    { class: 'data-table', 'aria-label': title || undefined },
    element(
      'thead',
      {},
      element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, text(name)))),
    ),
    element(
      'tbody',
      {},
      ...rows.map((row) =>
        element('tr', {}, ...row.map((value) => element('td', {}, text(value)))),
      ),
    ),
  );
}

function code(source: string): HTMLElement {
  return element(
    'div',
    { class: 'code-block' },
    element('pre', { tabindex: 0, 'aria-label': 'Code' }, element('code', {}, source)),
    copyButton(() => source, 'the code'),
  );
}
