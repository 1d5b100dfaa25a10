import { allowCallSites, type CallSite } from '../events/index.ts';
import { relativeTo } from './error-group.ts';

/** Stacks a second while statements are seen whose line is not known: 0.1 % of a processor. */
const BUSY_PER_SECOND = 200;

/** And when all are known, since one statement can come from several lines. */
const CALM_PER_SECOND = 5;

/** Runs whose stack is taken before a statement counts as known. */
const ENOUGH = 3;

/** Statements remembered. */
const MAX_STATEMENTS = 2_000;

/**
 * Finds the application's lines that statements come from, by the stacks of a few of their runs.
 * Taking and reading a stack costs 10 to 30 µs, so there is a budget per second; the publishers of
 * events keep to it (`allowCallSites`), and so does the reading here, where somebody else had every
 * stack taken.
 */
export class SiteBudget {
  readonly #projectRoot: string;
  readonly #seen = new Map<string, number>();
  #readable = BUSY_PER_SECOND;
  #hasUnknown = true;

  constructor(projectRoot: string) {
    this.#projectRoot = projectRoot;
  }

  /** Called each second. */
  renew(): void {
    this.#readable = this.#hasUnknown ? BUSY_PER_SECOND : CALM_PER_SECOND;
    this.#hasUnknown = false;
    allowCallSites(this.#readable);
  }

  /** Whether one more stack may be read now. */
  take(): boolean {
    return this.#readable > 0 && this.#readable-- > 0;
  }

  /** Whether the stack of a statement is to be read, which spends one. */
  takeFor(statement: string, site: CallSite | undefined): site is CallSite {
    const seen = this.#seen.get(statement) ?? 0;
    if (seen < ENOUGH) this.#hasUnknown = true;
    if (site === undefined || !this.take()) return false;
    if (this.#seen.size >= MAX_STATEMENTS) this.#seen.clear();
    this.#seen.set(statement, seen + 1);
    return true;
  }

  /** `views/movies.ts:12`, or undefined when no line of the application is in it. */
  read({ location }: CallSite): string | undefined {
    return location && `${relativeTo(this.#projectRoot, location.file)}:${location.line}`;
  }
}
