import { setTimeout as sleep } from 'node:timers/promises';
import type { Dependencies, Tracked } from '../dependencies/dependencies.ts';
import type { Entry, Stored, TagVersions } from '../entry.ts';
import { type EntryStore, isFresh } from '../entry-store.ts';
import type { Health } from '../health.ts';
import type { Tally } from '../observing.ts';
import { BackOff } from './back-off.ts';
import type { BackendLocks, Lease, LockState } from './backend-lock.ts';
import {
  type Compute,
  type Computed,
  runInBackground,
  runLimited,
  timedOut,
} from './limited-run.ts';

/** How the value of a key is computed and kept; times in milliseconds. */
export interface ComputePolicy {
  readonly timeoutMs: number | null;
  /** Past its time it is served for so long, while it is computed anew in the background. */
  readonly staleMs: number;
  /** Past its time it is served for so long when computing it anew fails. */
  readonly graceMs: number;
  /** Part of its time after which a hit has it computed anew in the background; 1 for never. */
  readonly refreshAfter: number;
  /** Time that `null` and `undefined` are kept; undefined as any other value. */
  readonly negativeMs: number | null | undefined;
  readonly limitMs: number;
  /** Time of the lock in a shared backend; 0 for none. */
  readonly lockMs: number;
  readonly tags: readonly string[];
  readonly isShared: boolean;
  /** Whether the value is a hit until what it was made of changes. */
  readonly isDependent: boolean;
  /** Time that a dependent value is kept of which it can't be told when it changes. */
  readonly untrackedMs: number | null;
}

/** A computation under way, which all that ask for the key meanwhile share. */
interface Flight {
  readonly result: Promise<Outcome>;
  /** Set when the key was deleted since: then the value is handed out and not stored. */
  isOutdated: boolean;
}

interface Outcome {
  readonly value: unknown;
  /** What was stored, to make copies of; undefined when nothing was. */
  readonly stored: Stored | undefined;
  readonly isStale: boolean;
  /** Whether it holds what another's transaction may undo, so that nobody else may have it. */
  readonly isUnsettled?: boolean;
}

interface Computation extends Computed {
  readonly isUnsettled: boolean;
}

interface Task {
  readonly key: string;
  readonly policy: ComputePolicy;
  readonly compute: Compute<unknown>;
  readonly tally: Tally | undefined;
  readonly versions: TagVersions;
  /** What is served if computing fails. */
  readonly fallback: Entry | undefined;
  /** Whether it is served meanwhile, so that nobody waits. */
  readonly isRefresh: boolean;
  /** As in `Flight`. */
  isOutdated(): boolean;
}

/** Waiting for another process: from this often to this seldom. */
const POLL_FROM_MS = 10;
const POLL_TO_MS = 200;

/**
 * Values that are computed when they are not there: once at a time for a key in this process, and
 * by a lock in the backend once at a time for all processes that share it.
 */
export class Computations {
  readonly #store: EntryStore;
  readonly #locks: BackendLocks;
  readonly #dependencies: Dependencies;
  readonly #health: Health;
  readonly #flights = new Map<string, Flight>();
  readonly #background = new Set<Promise<void>>();
  readonly #backOff = new BackOff();

  constructor(store: EntryStore, locks: BackendLocks, dependencies: Dependencies, health: Health) {
    this.#store = store;
    this.#locks = locks;
    this.#dependencies = dependencies;
    this.#health = health;
  }

  async getOrSet(
    key: string,
    policy: ComputePolicy,
    compute: Compute<unknown>,
    tally: Tally | undefined,
  ): Promise<unknown> {
    const { entry, versions } = await this.#store.readWithTags(key, policy.tags, tally);
    const fallback = inGrace(entry, policy);
    const task = { key, policy, compute, tally, versions, fallback, isRefresh: false };
    if (policy.isDependent) this.#dependencies.passOn(entry?.tags);
    if (isFresh(entry)) {
      if (tally !== undefined) tally.hits += 1;
      if (isDue(entry, policy)) this.#refresh({ ...task, fallback: entry });
      return entry.value;
    }
    if (entry !== undefined && isStale(entry, policy)) {
      this.#refresh({ ...task, fallback: entry });
      return served(entry, tally).value;
    }
    if (task.fallback !== undefined && this.#backOff.isActive(key)) {
      return served(task.fallback, tally).value;
    }
    if (tally !== undefined) tally.misses += 1;
    return this.#shared(task);
  }

  /** Has what is being computed for a key handed out but not stored: the key was deleted. */
  forget(key: string): void {
    const flight = this.#flights.get(key);
    if (flight === undefined) return;
    flight.isOutdated = true;
    this.#flights.delete(key);
  }

  forgetPrefix(prefix: string): void {
    for (const key of [...this.#flights.keys()]) if (key.startsWith(prefix)) this.forget(key);
  }

  /** Waits for what runs in the background. */
  async settled(): Promise<void> {
    await Promise.all(this.#background);
  }

  /** Joins the computation of the key, or begins it. Each but the first gets a copy of its own. */
  async #shared(task: Omit<Task, 'isOutdated'>): Promise<unknown> {
    const running = this.#flights.get(task.key);
    if (running === undefined) return (await this.#begin(task)).value;
    const outcome = await running.result;
    return task.policy.isDependent ? this.#joined(task, outcome) : this.#copyOf(outcome);
  }

  /**
   * A dependent value for one who came while it was computed: it may have been read before a change
   * that had been told by then. What is begun from now on has been not.
   */
  async #joined(task: Omit<Task, 'isOutdated'>, outcome: Outcome): Promise<unknown> {
    const entry = await this.#store.read(task.key);
    if (isFresh(entry)) {
      this.#dependencies.passOn(entry.tags);
      return entry.value;
    }
    if (outcome.isUnsettled) return (await this.#computeAndStore(alone(task), undefined)).value;
    const next = await (this.#flights.get(task.key)?.result ?? this.#begin(task));
    if (next.isUnsettled) return (await this.#computeAndStore(alone(task), undefined)).value;
    return this.#copyOf(next);
  }

  #copyOf({ value, stored }: Outcome): unknown {
    return stored === undefined ? value : this.#store.opened(stored);
  }

  #begin(task: Omit<Task, 'isOutdated'>): Promise<Outcome> {
    const flight: Flight = {
      isOutdated: false,
      // It begins a turn later, when `flight` is there to be asked.
      result: Promise.resolve().then(() =>
        this.#coordinated({ ...task, isOutdated: () => flight.isOutdated }),
      ),
    };
    this.#flights.set(task.key, flight);
    const done = () => {
      if (this.#flights.get(task.key) === flight) this.#flights.delete(task.key);
    };
    flight.result.then(done, done);
    return flight.result;
  }

  /** Computes anew while the old value, the task's fallback, is served; nobody waits for it. */
  #refresh(task: Omit<Task, 'isOutdated'>): void {
    if (this.#flights.has(task.key) || this.#backOff.isActive(task.key)) return;
    const work = runInBackground(async () => {
      try {
        await this.#begin({ ...task, tally: undefined, isRefresh: true });
      } catch (error) {
        this.#health.computeFailed(error);
      }
    });
    this.#background.add(work);
    void work.then(() => this.#background.delete(work));
  }

  /** Alone among the processes, if they share the backend. */
  async #coordinated(task: Task): Promise<Outcome> {
    const { key, policy } = task;
    const isAlone = !this.#store.backend.capabilities.isShared || policy.lockMs === 0;
    if (isAlone) return this.#orFallback(task, undefined);
    const deadlineMs = Date.now() + policy.limitMs;
    let timesFree = 0;
    for (let waitMs = POLL_FROM_MS; ; waitMs = Math.min(waitMs * 2, POLL_TO_MS)) {
      const lease = await this.#locks.acquire(key, policy.lockMs);
      if (lease !== undefined) return this.#holding(task, lease);
      const state = await this.#locks.state(key);
      timesFree = state === 'free' ? timesFree + 1 : 0;
      // A backend that gives no lock though nobody has it is out of order: there is nothing to
      // wait for. Once may be chance, because its holder has just finished.
      if (this.#health.isUnavailable || timesFree > 1) return this.#orFallback(task, undefined);
      const instead = await this.#insteadOfWaiting(task, state, Date.now() >= deadlineMs);
      if (instead !== undefined) return instead;
      await sleep(waitMs * (0.5 + Math.random() / 2));
    }
  }

  /** What another process has stored meanwhile, or the old value if there is nothing to wait for. */
  async #insteadOfWaiting(
    task: Task,
    state: LockState,
    isOver: boolean,
  ): Promise<Outcome | undefined> {
    const { key, fallback, policy } = task;
    const entry = await this.#store.read(key);
    if (isFresh(entry)) return this.#outcomeOf(entry, false);
    if (fallback !== undefined && (isOver || state === 'backing-off')) {
      return this.#outcomeOf(served(fallback, task.tally), true);
    }
    if (isOver) throw timedOut(policy.limitMs);
    return undefined;
  }

  /** An entry that was read instead, sealed again for those who join: each gets a copy of his own. */
  #outcomeOf({ value }: Entry, isStale: boolean): Outcome {
    return { value, stored: this.#store.sealed(value, { timeoutMs: null }), isStale };
  }

  async #holding(task: Task, lease: Lease): Promise<Outcome> {
    try {
      // Between our look and our lock another process may have finished.
      const { entry, versions } = await this.#store.readWithTags(task.key, task.policy.tags);
      const isOther = isFresh(entry) && !isDue(entry, task.policy);
      if (isOther) return this.#outcomeOf(entry, false);
      return await this.#orFallback({ ...task, versions }, lease);
    } finally {
      await lease.release();
    }
  }

  async #orFallback(task: Task, lease: Lease | undefined): Promise<Outcome> {
    const { key, fallback } = task;
    try {
      const outcome = await this.#computeAndStore(task, lease);
      this.#backOff.succeeded(key);
      return outcome;
    } catch (error) {
      if (fallback === undefined) throw error;
      const waitMs = this.#backOff.failed(key);
      await lease?.backOff(waitMs);
      this.#health.computeFailed(error);
      return this.#outcomeOf(served(fallback, task.tally), true);
    }
  }

  async #computeAndStore(task: Task, lease: Lease | undefined): Promise<Outcome> {
    const { key, policy, tally } = task;
    const startedMs = performance.now();
    const computed = await this.#compute(task);
    if (tally !== undefined) tally.computeMs += performance.now() - startedMs;
    const { value, tags, isUnsettled } = computed;
    const timeoutMs = timeoutOf(computed, policy);
    if (timeoutMs === 0) return { value, stored: undefined, isStale: false, isUnsettled };
    const writing = {
      timeoutMs,
      staleMs: computed.mayBeStale ? Math.max(policy.staleMs, policy.graceMs) : 0,
      hasTimes: policy.refreshAfter < 1,
      tags,
      isShared: policy.isShared,
    };
    const stored = this.#store.sealed(value, writing);
    if (await this.#mayStore(task, lease))
      await this.#store.writeSealed(key, stored, writing, tally);
    return { value, stored, isStale: false };
  }

  async #compute({ compute, policy, versions, tally, isRefresh }: Task): Promise<Computation> {
    const given = { tags: versions, isRefresh };
    if (!policy.isDependent) {
      const computed = await runLimited(compute, policy.limitMs, given);
      return { ...computed, isUnsettled: false };
    }
    let tracked: Tracked<unknown> | undefined;
    const tracking: Compute<unknown> = async (context) => {
      tracked = await this.#dependencies.track(() => compute(context));
      return tracked.value;
    };
    const computed = await runLimited(tracking, policy.limitMs, given);
    const { tags, untracked, isUnsettled, isEarly } = tracked!;
    if (tags !== undefined) {
      return { ...computed, tags: new Map([...computed.tags, ...tags]), isUnsettled };
    }
    if (tally !== undefined) tally.untracked = untracked;
    // The next computation can tell, which is soon enough: all that wait get this one.
    const limitMs = isUnsettled || isEarly ? 0 : policy.untrackedMs;
    return { ...computed, timeoutMs: least(timeoutOf(computed, policy), limitMs), isUnsettled };
  }

  /** Not when the key was deleted meanwhile, here or, as the lock then is gone, elsewhere. */
  async #mayStore(task: Task, lease: Lease | undefined): Promise<boolean> {
    if (task.isOutdated()) return false;
    return lease === undefined || this.#health.isUnavailable || (await lease.renew());
  }
}

/** A task that is nobody else's. */
function alone(task: Omit<Task, 'isOutdated'>): Task {
  return { ...task, isOutdated: () => false };
}

/** The shorter of two times, of which `null` is for ever. */
function least(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function timeoutOf(computed: Computed, policy: ComputePolicy): number | null {
  if (computed.timeoutMs !== undefined) return computed.timeoutMs;
  const isNegative = computed.value === undefined || computed.value === null;
  return isNegative && policy.negativeMs !== undefined ? policy.negativeMs : policy.timeoutMs;
}

function served(entry: Entry, tally: Tally | undefined): Entry {
  if (tally !== undefined) {
    tally.hits += 1;
    tally.stale += 1;
  }
  return entry;
}

function isStale({ freshUntilMs = Infinity }: Entry, { staleMs }: ComputePolicy): boolean {
  return Date.now() < freshUntilMs + staleMs;
}

function inGrace(entry: Entry | undefined, { graceMs }: ComputePolicy): Entry | undefined {
  if (entry?.freshUntilMs === undefined) return undefined;
  return Date.now() < entry.freshUntilMs + graceMs ? entry : undefined;
}

/** Whether a hit is old enough to be computed anew ahead of its end. */
function isDue(entry: Entry, { refreshAfter }: ComputePolicy): boolean {
  const { storedAtMs, freshUntilMs } = entry;
  if (refreshAfter >= 1 || storedAtMs === undefined || freshUntilMs === undefined) return false;
  return Date.now() >= storedAtMs + (freshUntilMs - storedAtMs) * refreshAfter;
}
