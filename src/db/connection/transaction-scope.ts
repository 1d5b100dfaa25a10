import { WriteSet } from '../dependencies/committed-writes.ts';
import type { CheckedOutLane } from '../drivers/driver.ts';
import { dbError } from '../errors.ts';
import { Turnstile } from './turnstile.ts';

/**
 * A transaction or one of its savepoints while it is open. A scope with an open savepoint below
 * it makes its own statements wait: else they would be undone with a savepoint they do not
 * belong to.
 */
export class TransactionScope {
  readonly lane: CheckedOutLane;
  /** 0 for the transaction, 1 for a savepoint in it, and so on. */
  readonly depth: number;
  /** Who has a savepoint open directly below this scope. */
  readonly children = new Turnstile();
  /** What it has changed so far, while somebody wants to know. */
  readonly writes = new WriteSet();
  /** `performance.now()` before the transaction began, of which this may be a savepoint. */
  readonly startedMs: number;
  readonly #parent: TransactionScope | undefined;
  #child: TransactionScope | undefined;
  readonly #onCommit: (() => unknown)[] = [];
  #isOpen = true;

  constructor(lane: CheckedOutLane, parent?: TransactionScope) {
    this.lane = lane;
    this.#parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.startedMs = parent?.startedMs ?? performance.now();
  }

  get savepoint(): string {
    return `uptempo_${this.depth}`;
  }

  /** Whether the scope around this one ended first, and with it this one's savepoint. */
  get isAbandoned(): boolean {
    return this.#parent !== undefined && !this.#parent.#isOpen;
  }

  /** Whether what is read here may be undone. */
  get hasWritten(): boolean {
    return !this.writes.isEmpty || (this.#parent?.hasWritten ?? false);
  }

  get commitCallbacks(): readonly (() => unknown)[] {
    return this.#onCommit;
  }

  addCommitCallbacks(callbacks: readonly (() => unknown)[]): void {
    this.#onCommit.push(...callbacks);
  }

  /** The scope of a new savepoint; whoever opens it holds `children`. @throws db.transaction.closed */
  openSavepoint(): TransactionScope {
    this.assertOpen();
    this.#child = new TransactionScope(this.lane, this);
    return this.#child;
  }

  /** Ends the scope; returns the savepoint below it that nobody awaited, which ends with it. */
  close(): TransactionScope | undefined {
    this.#isOpen = false;
    const child = this.#child;
    if (child === undefined || !child.#isOpen) return undefined;
    child.close();
    return child;
  }

  /** @throws db.transaction.closed */
  assertOpen(): void {
    if (this.#isOpen) return;
    throw dbError('db.transaction.closed', 'A query ran after its transaction had ended.', {
      hint: 'Await every query inside atomic() before its function returns.',
    });
  }
}
