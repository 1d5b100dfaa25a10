/** Values are counted in units of 1/64 microsecond, so that those of a few microseconds are apart. */
const UNITS_PER_MS = 64_000;

/** The first so many units have a bucket each, the octaves above half as many. */
const LINEAR = 128;
const PER_OCTAVE = LINEAR / 2;
const OCTAVE_BITS = 6;

/** What buckets reach to, 19 hours. `maxMs` knows longer ones. */
const MAX_UNITS = 2 ** 42;

/** What stands before the counts in the JSON. */
const TOTALS = 4;

/** Integers up to here are found by their leading zeros; above, what is cut off is too small to count. */
const WORD = 2 ** 32;
const WORD_SHIFT = 12;

const BUCKETS = bucketOf(Number.POSITIVE_INFINITY) + 1;

/**
 * A histogram as JSON: count, sum, least and greatest value in milliseconds, then the counts of
 * the buckets from the first one on. A negative number stands for that many empty buckets.
 */
export type HistogramJson = readonly number[];

/**
 * Durations counted in buckets whose width is at most 1/64 of their value, as HdrHistogram does. A
 * percentile is the middle of its bucket, so it is wrong by 0.8 % at most; count, sum, minimum and
 * maximum are exact. Two histograms merge by adding their counts, which loses nothing, so those of
 * many processes and spans of time give the percentiles of all of them together.
 *
 * Memory is bounded: 8 bytes for each bucket between the least and the greatest value, 19 KB at
 * most. Recording takes some 10 ns (bench: `metrics`).
 */
export class Histogram {
  /** On V8's heap, where an array of this size costs less than a typed one with its buffer. */
  #counts: number[] = [];
  /** Bucket that `#counts[0]` stands for. */
  #first = 0;
  #count = 0;
  #sumMs = 0;
  #minMs = Number.POSITIVE_INFINITY;
  #maxMs = 0;

  get count(): number {
    return this.#count;
  }
  get sumMs(): number {
    return this.#sumMs;
  }
  /** 0 when nothing was recorded, as are the next two. */
  get minMs(): number {
    return this.#count === 0 ? 0 : this.#minMs;
  }
  get maxMs(): number {
    return this.#maxMs;
  }
  get meanMs(): number {
    return this.#count === 0 ? 0 : this.#sumMs / this.#count;
  }

  /** Counts a duration in milliseconds; what is no number or below 0 counts as 0. */
  record(ms: number): void {
    const value = ms > 0 ? ms : 0;
    this.#count++;
    this.#sumMs += value;
    if (value < this.#minMs) this.#minMs = value;
    if (value > this.#maxMs) this.#maxMs = value;
    const bucket = bucketOf(value);
    let index = bucket - this.#first;
    if (index < 0 || index >= this.#counts.length) {
      this.#cover(bucket, bucket + 1);
      index = bucket - this.#first;
    }
    this.#counts[index]!++;
  }

  /** Adds what another histogram has counted. */
  merge(other: Histogram): void {
    if (other.#count === 0) return;
    this.#addTotals(other.#count, other.#sumMs, other.#minMs, other.#maxMs);
    this.#cover(other.#first, other.#first + other.#counts.length);
    const shift = other.#first - this.#first;
    for (let index = 0; index < other.#counts.length; index++) {
      this.#counts[index + shift]! += other.#counts[index]!;
    }
  }

  /**
   * The value below or at which `percent` of the values lie (nearest rank); 0 when there are none.
   *
   * @param percent - above 0, up to 100, which is the maximum.
   */
  percentile(percent: number): number {
    if (this.#count === 0) return 0;
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#count));
    if (rank >= this.#count) return this.#maxMs;
    let seen = 0;
    for (let index = 0; index < this.#counts.length; index++) {
      seen += this.#counts[index]!;
      if (seen >= rank) return this.#within(middleMs(index + this.#first));
    }
    return this.#maxMs;
  }

  /** How many values are at most `ms`; the values of the bucket that `ms` falls into count too. */
  countAtMost(ms: number): number {
    const last = Math.min(bucketOf(ms) - this.#first, this.#counts.length - 1);
    let seen = 0;
    for (let index = 0; index <= last; index++) seen += this.#counts[index]!;
    return seen;
  }

  toJSON(): HistogramJson {
    if (this.#count === 0) return [];
    const json = [this.#count, rounded(this.#sumMs), rounded(this.#minMs), rounded(this.#maxMs)];
    let empty = this.#first;
    for (const count of this.#counts) {
      if (count === 0) {
        empty++;
        continue;
      }
      if (empty > 0) json.push(-empty);
      json.push(count);
      empty = 0;
    }
    return json;
  }

  /** @throws TypeError for what `toJSON` has not made. */
  static fromJSON(json: HistogramJson): Histogram {
    const histogram = new Histogram();
    if (json.length === 0) return histogram;
    const [count, sumMs, minMs, maxMs] = json;
    histogram.#addTotals(count!, sumMs!, minMs!, maxMs!);
    histogram.#fill(json);
    return histogram;
  }

  #fill(json: HistogramJson): void {
    const first = json[TOTALS]! < 0 ? -json[TOTALS]! : 0;
    let end = 0;
    for (let at = TOTALS; at < json.length; at++) end += json[at]! < 0 ? -json[at]! : 1;
    if (!Number.isSafeInteger(end) || end > BUCKETS || end <= first) throw notOne();
    this.#cover(first, end);
    let bucket = 0;
    for (let at = TOTALS; at < json.length; at++) {
      const run = json[at]!;
      if (!Number.isSafeInteger(run)) throw notOne();
      if (run < 0) bucket -= run;
      else this.#counts[bucket++ - this.#first] = run;
    }
  }

  #addTotals(count: number, sumMs: number, minMs: number, maxMs: number): void {
    this.#count += count;
    this.#sumMs += sumMs;
    this.#minMs = Math.min(this.#minMs, minMs);
    this.#maxMs = Math.max(this.#maxMs, maxMs);
  }

  /** Makes room for the buckets from `from` up to `to`, by whole octaves so that it is seldom. */
  #cover(from: number, to: number): void {
    const isEmpty = this.#counts.length === 0;
    const oldEnd = this.#first + this.#counts.length;
    if (!isEmpty && from >= this.#first && to <= oldEnd) return;
    const first = Math.floor((isEmpty ? from : Math.min(from, this.#first)) / PER_OCTAVE);
    const end = Math.ceil((isEmpty ? to : Math.max(to, oldEnd)) / PER_OCTAVE);
    const counts = new Array<number>((end - first) * PER_OCTAVE).fill(0);
    const shift = this.#first - first * PER_OCTAVE;
    for (let index = 0; index < this.#counts.length; index++) {
      counts[index + shift] = this.#counts[index]!;
    }
    this.#counts = counts;
    this.#first = first * PER_OCTAVE;
  }

  #within(ms: number): number {
    return Math.min(this.#maxMs, Math.max(this.#minMs, ms));
  }
}

/** In the octave from 2^e units on, a bucket is 2^(e-6) wide; below 128 each is 1 wide. */
function bucketOf(ms: number): number {
  const units = Math.min(MAX_UNITS, Math.round(ms * UNITS_PER_MS));
  if (units < LINEAR) return units;
  if (units < WORD) return wordBucket(units >>> 0, 0);
  return wordBucket(Math.floor(units / 2 ** WORD_SHIFT) >>> 0, WORD_SHIFT);
}

function wordBucket(word: number, cut: number): number {
  const shift = 31 - Math.clz32(word) - OCTAVE_BITS;
  return (shift + cut) * PER_OCTAVE + (word >>> shift);
}

function middleMs(bucket: number): number {
  if (bucket < LINEAR) return bucket / UNITS_PER_MS;
  const shift = Math.floor(bucket / PER_OCTAVE) - 1;
  const low = (bucket - shift * PER_OCTAVE) * 2 ** shift;
  return (low + (2 ** shift - 1) / 2) / UNITS_PER_MS;
}

function notOne(): TypeError {
  return new TypeError('This is no histogram.');
}

function rounded(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}
