/** What the toolbar remembers from page to page, as long as the browser's tab is open. */
export interface PanelState {
  readonly isOpen: boolean;
  /** Undefined until a tab was chosen: then the first one with something to say is shown. */
  readonly tab: string | undefined;
}

const KEY = 'uptempo-toolbar';

/** Storage may be forbidden, in sandboxed pages for example; then nothing is remembered. */
export function readState(): PanelState {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    const { isOpen, tab } = stored as Readonly<Record<string, unknown>>;
    return { isOpen: isOpen === true, tab: typeof tab === 'string' ? tab : undefined };
  } catch {
    return { isOpen: false, tab: undefined };
  }
}

export function writeState(state: PanelState): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Not remembered, which is all that is lost.
  }
}
