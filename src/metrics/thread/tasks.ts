import type { QueryIdentity } from '../stats/query-stats.ts';
import type { WindowKind } from '../window.ts';

/** What the thread is opened with. */
export interface ThreadSettings {
  readonly file: string;
  readonly maxBytes: number;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The name this process writes under. */
  readonly worker: string;
}

/** What was counted in a span of time, or in a part of it. */
export interface Span {
  /** When its ten seconds began, in milliseconds since 1970. */
  readonly slotMs: number;
  /** As `MetricsWindow.encode` has them. */
  readonly parts: readonly (readonly [WindowKind, string])[];
}

/** News of the process that measures; comes with each task. */
export interface News {
  readonly nowMs: number;
  /** What was counted since the last news, the oldest first. */
  readonly spans: readonly Span[];
  /** Statements that ran for the first time, by id. */
  readonly statements: ReadonlyMap<string, QueryIdentity>;
}

export type Task =
  /** Opens the file. */
  | { readonly kind: 'open' }
  /** A second has passed. */
  | { readonly kind: 'tick' }
  /** Everything is to be written, as far as it has grown. */
  | { readonly kind: 'flush' }
  /** A report as JSON; with `isLooking` all processes write each second for a while from now on. */
  | {
      readonly kind: 'report';
      readonly rangeMs: number;
      readonly route: string | undefined;
      readonly isLooking: boolean;
    }
  /** The sums since the first start. */
  | { readonly kind: 'totals' }
  /** Whether this process is the one to do something until `untilMs`. */
  | { readonly kind: 'lead'; readonly note: string; readonly untilMs: number }
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'setNote'; readonly note: string; readonly value: string }
  | { readonly kind: 'close' };

/** What goes to the thread. */
export interface Call {
  readonly call: number;
  readonly task: Task;
  readonly news: News;
}

/** What comes back: one for each call, in their order. */
export interface Answer {
  readonly call: number;
  readonly value?: unknown;
  readonly problem?: Problem;
  /** What could not be written, in words; it is tried again. */
  readonly warnings: readonly string[];
  /** Whether somebody looks, so that news are wanted each second. */
  readonly isWatched: boolean;
}

export interface Problem {
  /** A code of this folder, where the failure has one. */
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
}
