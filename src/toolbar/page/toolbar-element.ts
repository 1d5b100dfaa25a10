import { adoptStyles, element, icon } from '../../browser/index.ts';
import type { ServedTrace } from '../trace-document.ts';
import { type PanelState, readState, writeState } from './panel-state.ts';
import { TOOLBAR_STYLES } from './styles.ts';
import { ToolbarBar } from './toolbar-bar.ts';
import { followTrace, tracePage } from './trace-client.ts';
import { historyView, traceView } from './trace-view.ts';

export const TOOLBAR_TAG = 'uptempo-toolbar';

/**
 * The toolbar of a page. Its shadow tree is closed: styles go neither in nor out, and the page's
 * own scripts and tests do not see it.
 */
export class ToolbarElement extends HTMLElement {
  readonly #panel: HTMLElement;
  readonly #bar: ToolbarBar;
  readonly #liveIds = new Set<string>();
  #state: PanelState = readState();
  /** The trace shown; the page's own until another one is chosen from the history. */
  #shownId: string | undefined;
  #trace: ServedTrace | undefined;
  #problem: string | undefined;

  constructor() {
    super();
    this.#bar = new ToolbarBar((tab) => this.#toggle(tab));
    this.#panel = element('section', { class: 'panel', 'aria-label': 'Uptempo', hidden: true });
    const root = element(
      'div',
      { class: 'root toolbar', onkeydown: this.#onKey },
      this.#panel,
      this.#bar.element,
    );
    const shadow = this.attachShadow({ mode: 'closed' });
    adoptStyles(shadow, ...TOOLBAR_STYLES);
    shadow.append(root);
  }

  /** Shows the trace of the page and opens the panel if it was open on the page before. */
  showPage(traceId: string): void {
    this.#bar.setExpanded(this.#state.isOpen);
    this.#load(traceId, (trace) => this.#bar.show(trace));
  }

  /** A request that a script of the page has made. */
  addLiveRequest(traceId: string): void {
    this.#liveIds.add(traceId);
    this.#bar.showLiveCount(this.#liveIds.size);
  }

  async #load(id: string, onTrace: (trace: ServedTrace) => void = () => {}): Promise<void> {
    this.#shownId = id;
    this.#problem = undefined;
    const isWanted = () => this.#shownId === id;
    const show = (trace: ServedTrace) => {
      this.#trace = trace;
      onTrace(trace);
      this.#render();
    };
    try {
      await followTrace(id, show, isWanted);
    } catch (error) {
      this.#fail(error, isWanted());
    }
  }

  #fail(error: unknown, isWanted: boolean): void {
    if (!isWanted) return;
    this.#problem = error instanceof Error ? error.message : String(error);
    this.#bar.showProblem(this.#problem);
    this.#render();
  }

  /** The button of the tab that is open closes the panel, any other one opens its tab. */
  #toggle(tab: string | undefined): void {
    const isOpen = !(this.#state.isOpen && (tab === undefined || tab === this.#state.tab));
    this.#setState({ isOpen, tab: tab ?? this.#state.tab });
    this.#render();
    const selected = this.#panel.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
    selected?.focus();
  }

  #close(): void {
    this.#setState({ ...this.#state, isOpen: false });
    this.#render();
    this.#bar.focus();
  }

  #setState(state: PanelState): void {
    this.#state = state;
    writeState(state);
    this.#bar.setExpanded(state.isOpen);
  }

  #render(): void {
    this.#panel.hidden = !this.#state.isOpen;
    if (!this.#state.isOpen) {
      this.#panel.replaceChildren();
      return;
    }
    const openTrace = (id: string) => void this.#load(id);
    if (this.#trace === undefined || this.#problem !== undefined) {
      this.#panel.replaceChildren(historyView(this.#problem, {}, openTrace, [this.#closeButton()]));
      return;
    }
    const view = traceView(this.#trace, {
      tab: this.#state.tab,
      onTab: (tab) => this.#setState({ isOpen: true, tab }),
      openTrace,
      actions: [pageLink(this.#trace.id), this.#closeButton()],
    });
    this.#panel.replaceChildren(view);
  }

  #closeButton(): HTMLElement {
    return element(
      'button',
      {
        type: 'button',
        class: 'quiet-button',
        'aria-label': 'Close',
        title: 'Close (Escape)',
        onclick: () => this.#close(),
      },
      icon('close'),
    );
  }

  /** Keys pressed in the toolbar are none of the page's shortcuts. */
  #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape' && this.#state.isOpen) this.#close();
  };
}

function pageLink(id: string): HTMLElement {
  return element(
    'a',
    {
      class: 'quiet-button',
      href: tracePage(id),
      target: '_blank',
      'aria-label': 'Open in a page of its own',
      title: 'Open in a page of its own',
    },
    icon('external'),
  );
}
