import type { Checked } from './check.ts';
import type { Deferred, Measure, MeasuredSubject, Subject } from './subject.ts';

/**
 * What a file of bench/ exports under the name `bench`.
 *
 * ```ts
 * export const bench: Bench = {
 *   name: 'escape',
 *   description: 'Escaping a title for HTML.',
 *   workloads: [
 *     { name: 'nothing to escape', limit: 'nothing', subjects: {
 *       uptempo: () => escapeHtml('Jaws'),
 *       nothing: () => 'Jaws',
 *     } },
 *   ],
 * };
 * ```
 */
export interface Bench {
  /** Name of the file without `.ts`. */
  readonly name: string;
  /** One sentence: what is compared with what. */
  readonly description: string;
  /** A function when there is something to set up, so that `--list` needs not. */
  readonly workloads: readonly Workload[] | (() => Promise<readonly Workload[]>);
  /**
   * Whether each subject runs in a process of its own, the setup included: for libraries that
   * could slow one another down by being loaded together. Results must survive a message then.
   */
  readonly isIsolated?: boolean;
  /** What is compared, by name, with its version; printed before the first table. */
  versions?(): Readonly<Record<string, string>>;
  /** Undoes the setup. */
  close?(): void | Promise<void>;
}

/** The same work done in several ways. */
export interface Workload {
  readonly name: string;
  /** Each way under its name. Functions may return promises and QuerySets, which are awaited. */
  readonly subjects: Readonly<
    Record<string, Subject | MeasuredSubject | Deferred | (() => unknown)>
  >;
  /** Name of the subject that the others are compared with. */
  readonly limit: string;
  /** What is measured. Default: time. */
  readonly measure?: Measure;
  /** Who can't do the work, and why; a line each below the table. */
  readonly without?: Readonly<Record<string, string>>;
  /**
   * Throws when a subject's result is not what the limit's is. Without it, results must be
   * deeply equal: a subject that does less work is not a faster one.
   */
  check?(result: unknown, expected: unknown, subject: string): void;
}

/** How one subject did against the limit. */
export interface Row {
  readonly workload: string;
  readonly subject: string;
  readonly limit: string;
  /** Median over the rounds of: time (or memory) of the subject / that of the limit in the same round. */
  readonly ratio: number;
  /** The 10th and 90th percentile of the same quotients. */
  readonly spread: readonly [number, number];
}

/** The times, or the memory, of all subjects of a workload. */
export interface WorkloadResult {
  readonly workload: string;
  readonly limit: string;
  readonly measure: Measure;
  /** Milliseconds or bytes of one operation, median over the rounds, by subject. */
  readonly median: Readonly<Record<string, number>>;
  readonly rows: readonly Row[];
  readonly without: Readonly<Record<string, string>>;
  /** What the comparison of results saw; undefined where the workload has a check of its own. */
  readonly checked: Checked | undefined;
}
