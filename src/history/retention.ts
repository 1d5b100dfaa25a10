import type { Reason } from './document.ts';

/** What the choice between requests goes by. */
export interface Candidate {
  readonly id: string;
  readonly method: string;
  /** Undefined when no route matched; all such requests are of one kind. */
  readonly route: string | undefined;
  readonly totalMs: number;
  /** A status of 500 or above, or something thrown. */
  readonly hasFailed: boolean;
}

export interface RetentionLimits {
  /** Length of a window. */
  readonly windowMs: number;
  /** Per route and window: requests drawn at random. */
  readonly sample: number;
  /** Per route and window: the slowest. */
  readonly slowest: number;
  /** Per route and window: the first that failed. */
  readonly failed: number;
  /** Per finding and window: the first that have it. */
  readonly perFinding: number;
  /** Routes, and findings, told apart in a window; the rest count as one. */
  readonly maxGroups: number;
}

export const DEFAULT_LIMITS: RetentionLimits = {
  windowMs: 60_000,
  sample: 20,
  slowest: 5,
  failed: 10,
  perFinding: 5,
  maxGroups: 200,
};

/** Requests of one route in one window, of which some are a sample. */
export interface Stratum {
  /** Unique among all processes that write to a file. */
  readonly key: string;
  readonly route: string;
  readonly startedAt: number;
  /** Requests there were. */
  readonly seen: number;
  /** How many of them are in the sample. */
  readonly sampled: number;
}

export interface Verdict {
  /** Why it is to be kept; empty when it is not. */
  readonly reasons: readonly Reason[];
  /** What has to make room for it: reasons that other requests lose. */
  readonly losses: readonly Loss[];
  readonly stratum: string;
}

export interface Loss {
  readonly id: string;
  readonly reason: Reason;
}

/** Where what does not fit into the groups goes. */
const OTHER = '(other)';

/**
 * Which requests are kept under load. Per route and window: a uniform sample (Vitter's algorithm
 * R), the slowest and the first that failed; per finding and window the first that have it. While
 * there are no more than the sample holds, everything is kept. A request is kept as long as it has
 * one reason; a sample or a slowest place that another one takes is a loss, which the caller stores.
 *
 * It reads no clock and draws from `random` alone, so equal input gives equal choices.
 */
export class Retention {
  readonly #limits: RetentionLimits;
  readonly #random: () => number;
  readonly #writer: string;
  #windowEnd = Number.NEGATIVE_INFINITY;
  #windowStart = 0;
  #nextStratum = 0;
  #strata = new Map<string, OpenStratum>();
  #findings = new Map<string, number>();
  readonly #changed = new Set<OpenStratum>();

  /** @param writer - a name that no other process or start has. */
  constructor(limits: RetentionLimits, random: () => number, writer: string) {
    this.#limits = limits;
    this.#random = random;
    this.#writer = writer;
  }

  /** Decides about a request that has just finished, by what is known at once. */
  offer(candidate: Candidate, nowMs: number): Verdict {
    if (nowMs >= this.#windowEnd) this.#openWindow(nowMs);
    const stratum = this.#stratumOf(candidate);
    this.#changed.add(stratum);
    const reasons: Reason[] = [];
    const losses: Loss[] = [];
    this.#draw(stratum, candidate.id, reasons, losses);
    this.#rank(stratum, candidate, reasons, losses);
    if (candidate.hasFailed && stratum.failed < this.#limits.failed) {
      stratum.failed++;
      reasons.push('failed');
    }
    return { reasons, losses, stratum: stratum.key };
  }

  /** Counts a request that there is no room to take, so that the others stand for it too. */
  pass(candidate: Candidate, nowMs: number): void {
    if (nowMs >= this.#windowEnd) this.#openWindow(nowMs);
    const stratum = this.#stratumOf(candidate);
    stratum.seen++;
    this.#changed.add(stratum);
  }

  /** Whether a request is kept for what was found in it, by the fingerprints of that. */
  offerFindings(fingerprints: readonly string[]): boolean {
    let isKept = false;
    for (const fingerprint of new Set(fingerprints)) {
      const isKnown = this.#findings.has(fingerprint);
      const isFull = !isKnown && this.#findings.size >= this.#limits.maxGroups;
      const group = isFull ? OTHER : fingerprint;
      const count = this.#findings.get(group) ?? 0;
      if (count >= this.#limits.perFinding) continue;
      this.#findings.set(group, count + 1);
      isKept = true;
    }
    return isKept;
  }

  /** The strata that have changed since this was last asked, as they are now. */
  takeStrata(): readonly Stratum[] {
    const strata = [...this.#changed].map(({ key, route, startedAt, seen, sample }) => ({
      key,
      route,
      startedAt,
      seen,
      sampled: sample.length,
    }));
    this.#changed.clear();
    return strata;
  }

  #openWindow(nowMs: number): void {
    const { windowMs } = this.#limits;
    this.#windowStart = Math.floor(nowMs / windowMs) * windowMs;
    this.#windowEnd = this.#windowStart + windowMs;
    this.#strata = new Map();
    this.#findings = new Map();
  }

  #stratumOf({ method, route }: Candidate): OpenStratum {
    const name = `${method} ${route ?? '(no route)'}`;
    const known = this.#strata.get(name);
    if (known !== undefined) return known;
    if (this.#strata.size >= this.#limits.maxGroups && name !== OTHER) {
      return this.#strata.get(OTHER) ?? this.#openStratum(OTHER);
    }
    return this.#openStratum(name);
  }

  #openStratum(route: string): OpenStratum {
    const key = `${this.#writer}-${(this.#nextStratum++).toString(36)}`;
    const startedAt = this.#windowStart;
    const opened = { key, route, startedAt, seen: 0, failed: 0, sample: [], slowest: [] };
    this.#strata.set(route, opened);
    return opened;
  }

  /** Algorithm R: the n-th request enters with the probability size / n, in a random one's place. */
  #draw(stratum: OpenStratum, id: string, reasons: Reason[], losses: Loss[]): void {
    const { sample } = stratum;
    stratum.seen++;
    if (sample.length < this.#limits.sample) {
      sample.push(id);
      reasons.push('sample');
      return;
    }
    const place = Math.floor(this.#random() * stratum.seen);
    if (place >= sample.length) return;
    losses.push({ id: sample[place]!, reason: 'sample' });
    sample[place] = id;
    reasons.push('sample');
  }

  #rank(
    { slowest }: OpenStratum,
    { id, totalMs }: Candidate,
    reasons: Reason[],
    losses: Loss[],
  ): void {
    const { slowest: size } = this.#limits;
    if (size === 0) return;
    if (slowest.length >= size) {
      if (totalMs <= slowest[0]!.totalMs) return;
      losses.push({ id: slowest.shift()!.id, reason: 'slowest' });
    }
    const place = slowest.findIndex((other) => other.totalMs > totalMs);
    slowest.splice(place === -1 ? slowest.length : place, 0, { id, totalMs });
    reasons.push('slowest');
  }
}

interface OpenStratum {
  readonly key: string;
  readonly route: string;
  readonly startedAt: number;
  seen: number;
  failed: number;
  readonly sample: string[];
  /** The fastest of them first. */
  readonly slowest: { readonly id: string; readonly totalMs: number }[];
}
