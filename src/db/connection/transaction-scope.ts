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
  readonly #onCommit: (() => unknown)[] = [];
  #isOpen = true;

  constructor(lane: CheckedOutLane, depth: number) {
    this.lane = lane;
    this.depth = depth;
  }

  get savepoint(): string {
    return `uptempo_${this.depth}`;
  }

  get commitCallbacks(): readonly (() => unknown)[] {
    return this.#onCommit;
  }

  addCommitCallbacks(callbacks: readonly (() => unknown)[]): void {
    this.#onCommit.push(...callbacks);
  }

  close(): void {
    this.#isOpen = false;
  }

  /** @throws db.transaction.closed */
  assertOpen(): void {
    if (this.#isOpen) return;
    throw dbError('db.transaction.closed', 'A query ran after its transaction had ended.', {
      hint: 'Await every query inside atomic() before its function returns.',
    });
  }
}
