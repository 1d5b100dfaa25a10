import { element } from '../../browser/index.ts';
import { fetchSettings } from './trace-client.ts';
import { valueSection } from './value-section.ts';

/** The settings the server runs with, asked for when they are looked at. Secrets never get here. */
export function settingsPanel(): HTMLElement {
  const panel = element(
    'div',
    { class: 'request', 'aria-busy': 'true' },
    element('p', { class: 'empty' }, 'Asking the server …'),
  );
  show(panel).finally(() => panel.removeAttribute('aria-busy'));
  return panel;
}

async function show(panel: HTMLElement): Promise<void> {
  try {
    const { settings, environment, process } = await fetchSettings();
    const sections = [
      valueSection('Settings', settings),
      valueSection('Environment', environment),
      valueSection('Process', process),
    ];
    panel.replaceChildren(...sections.filter((section) => section !== undefined));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    panel.replaceChildren(element('p', { class: 'notice', role: 'alert' }, message));
  }
}
