import type { RequestContext } from '../events/index.ts';
import type { Trace } from '../observe/index.ts';

/** What a panel of your own is asked about. */
export interface PanelRequest {
  readonly trace: Trace;
  /** The request's; `values` has what your own code left there for the panel. */
  readonly context: RequestContext;
}

export type PanelValue = string | number | boolean | null;

/** Part of a panel: named values, a table, code or a text. All of it is shown as text. */
export type PanelSection = { readonly title?: string } & (
  | { readonly facts: Readonly<Record<string, PanelValue>> }
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly PanelValue[])[] }
  | { readonly code: string }
  | { readonly text: string }
);

/** What a panel shows of one request, as data that JSON can carry. */
export interface PanelData {
  /** Shown behind the panel's title. */
  readonly count?: number;
  /** Whether that is a count of problems. */
  readonly isProblem?: boolean;
  readonly sections?: readonly PanelSection[];
  /** For the panel's own module. */
  readonly [name: string]: unknown;
}

/**
 * A panel of your own, for `toolbar({ panels: [panel] })`.
 *
 * ```ts
 * const clock: Panel = {
 *   name: 'clock',
 *   title: 'Clock',
 *   collect: ({ trace }) => ({ sections: [{ facts: { 'Took (ms)': trace.totalMs ?? null } }] }),
 * };
 * ```
 */
export interface Panel {
  /** Lower-case letters, digits and hyphens; one name, one panel. */
  readonly name: string;
  /** What its tab says. */
  readonly title: string;
  /** Called once for each request, after it has been answered; in no request's context. */
  collect(request: PanelRequest): PanelData | Promise<PanelData>;
  /**
   * An ES module of plain JavaScript that draws the panel in the browser, instead of `sections`. It
   * exports `render(data, tools)`, which returns a DOM node; `tools.element` makes one.
   */
  readonly module?: URL;
}

/** A panel of a trace as the browser gets it. */
export interface PanelDocument {
  readonly name: string;
  readonly title: string;
  /** Null until it has been collected, or when that failed. */
  readonly data: PanelData | null;
  readonly error: string | null;
  readonly hasModule: boolean;
}
