import type { TimeAccount } from '../events/index.ts';
import { TIME_PARTS, type TimePart } from './time-sums.ts';

export type VerdictKind =
  | 'cpu-bound'
  | 'database-bound'
  | 'pool-starved'
  | 'io-bound'
  | 'mixed'
  | 'unknown';

/** What the process tells about its event loop in the same span of time. */
export interface LoopFigures {
  /** Share of the time in which the event loop was busy, 0 to 1. */
  readonly utilization: number;
  readonly delayMedianMs: number;
  readonly delayMaxMs: number;
  /** Share of the time in garbage collection, 0 to 1. */
  readonly gcShare: number;
}

export interface VerdictFigure {
  readonly part: TimePart;
  readonly ms: number;
  /** Of the wall time, 0 to 1. */
  readonly share: number;
}

/** What most of the time goes to, and what that rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** Share of the wall time that the verdict is about, 0 to 1. */
  readonly share: number;
  /** One sentence that gives the figures. */
  readonly reason: string;
  /** What to look at first. */
  readonly advice: string;
  /** Whether so few requests were seen that the next ones may say something else. */
  readonly isThin: boolean;
  /** The parts of the time, the largest first. */
  readonly figures: readonly VerdictFigure[];
}

/** Fewer requests than this make a thin verdict. */
const FEW_REQUESTS = 20;

/** A part that has half of the time is what a route is bound by: no other can have more. */
const MAIN_SHARE = 0.5;

/** So is one with two fifths that is half as large again as the next. */
const LEADING_SHARE = 0.4;
const LEADING_FACTOR = 1.5;

/**
 * Waiting for a connection has no work behind it: a quarter of the time is a pool that is too
 * small, or connections that are held too long. A tenth is, when it is more than the statements
 * themselves take.
 */
const POOL_SHARE = 0.25;
const POOL_SHARE_ABOVE_DATABASE = 0.1;

/** Clinic Doctor calls a process bound by its processor from this utilization of the loop on. */
const SATURATED_LOOP = 0.95;

/** Clinic Doctor's thresholds for the delay of the event loop, median and greatest. */
const DELAY_MEDIAN_MS = 10;
const DELAY_MAX_MS = 100;

/** 100 ms of garbage collection in a second. */
const GC_SHARE = 0.1;

/** Less is not worth a word. */
const MENTIONED_SHARE = 0.01;

const ADVICE: Readonly<Record<VerdictKind, string>> = {
  'cpu-bound':
    'Do less work in JavaScript: fewer rows and fields, a cached result, a CPU profile to see which lines take the time. Then add processes.',
  'database-bound':
    'Look at the slowest statements: fewer of them, an index, fewer rows, or a cached result.',
  'pool-starved':
    'Requests wait for a connection. Hold connections for less time (no slow work in transactions) or raise poolSize.',
  'io-bound':
    'The time goes to other servers, files or timers. Make those calls at the same time, cache what they give, or move them to a task.',
  mixed: 'No part has the most of it. Look at the largest one first.',
  unknown: 'There is nothing to judge by yet.',
};

/**
 * Judges what a route, or the whole, is bound by: which part of the requests' wall time is the
 * largest. With the figures of the event loop it also tells a saturated process.
 *
 * @param times - sums over the requests.
 * @param count - how many requests they are of.
 */
export function verdictOf(times: TimeAccount, count: number, loop?: LoopFigures): Verdict {
  const figures = figuresOf(times);
  const [kind, share, reason] = judge(times, loop);
  const isThin = count < FEW_REQUESTS;
  return { kind, share, reason, advice: ADVICE[kind], isThin, figures };
}

type Judgement = readonly [kind: VerdictKind, share: number, reason: string];

function judge(times: TimeAccount, loop: LoopFigures | undefined): Judgement {
  const { wallMs } = times;
  if (wallMs <= 0) return ['unknown', 0, 'No request was answered in this time.'];
  const pool = times.poolWaitMs / wallMs;
  const database = times.databaseMs / wallMs;
  const unaccounted = times.unaccountedMs / wallMs;
  if (unaccounted >= MAIN_SHARE) {
    return [
      'unknown',
      unaccounted,
      `${percent(unaccounted)} of the time could not be accounted for.`,
    ];
  }
  if (pool >= POOL_SHARE || (pool >= POOL_SHARE_ABOVE_DATABASE && pool > database)) {
    return [
      'pool-starved',
      pool,
      `${percent(pool)} of the time goes to waiting for a connection, ${percent(database)} to the statements.`,
    ];
  }
  const saturated = loop === undefined ? undefined : saturation(times, loop);
  return saturated ?? largest(times, loop);
}

/** A loop that is always busy is the limit whatever the requests wait for, unless the database keeps it busy. */
function saturation(times: TimeAccount, loop: LoopFigures): Judgement | undefined {
  if (loop.utilization < SATURATED_LOOP) return undefined;
  const database = times.databaseMs / times.wallMs;
  if (database >= MAIN_SHARE) return undefined;
  const share = cpuShare(times);
  return ['cpu-bound', share, `The event loop is busy ${percent(loop.utilization)} of the time.`];
}

function largest(times: TimeAccount, loop: LoopFigures | undefined): Judgement {
  const { wallMs } = times;
  const parts: Judgement[] = [
    ['cpu-bound', cpuShare(times), cpuReason(times, loop)],
    [
      'database-bound',
      times.databaseMs / wallMs,
      `${percent(times.databaseMs / wallMs)} of the time goes to statements in the database.`,
    ],
    ['io-bound', ioShare(times), ioReason(times)],
  ];
  const [first, second] = parts.sort((a, b) => b[1] - a[1]) as [Judgement, Judgement];
  const leads = first[1] >= LEADING_SHARE && first[1] >= second[1] * LEADING_FACTOR;
  if (first[1] >= MAIN_SHARE || leads) return first;
  return [
    'mixed',
    first[1],
    `The largest part has ${percent(first[1])} of the time, the next ${percent(second[1])}.`,
  ];
}

function cpuShare({ cpuMs, templateMs, loopWaitMs, gcMs, wallMs }: TimeAccount): number {
  return (cpuMs + templateMs + loopWaitMs + gcMs) / wallMs;
}

function ioShare({ cacheMs, httpMs, otherIoMs, wallMs }: TimeAccount): number {
  return (cacheMs + httpMs + otherIoMs) / wallMs;
}

function ioReason({ cacheMs, httpMs, otherIoMs, wallMs }: TimeAccount): string {
  const parts = shares(wallMs, [
    [httpMs, 'waiting for other servers'],
    [cacheMs, 'waiting for caches'],
    [otherIoMs, 'waiting for files, timers or the client'],
  ]);
  return `${parts}.`;
}

/** `62 % of the time goes to statements, 20 % to templates`: the largest first, without the least. */
function shares(wallMs: number, parts: readonly (readonly [ms: number, what: string])[]): string {
  const [first, ...rest] = parts
    .filter(([ms]) => ms / wallMs >= MENTIONED_SHARE)
    .toSorted(([a], [b]) => b - a)
    .map(([ms, what]) => ({ share: percent(ms / wallMs), what }));
  if (first === undefined) return 'No part of the time is worth a word';
  const others = rest.map(({ share, what }) => `, ${share} to ${what}`).join('');
  return `${first.share} of the time goes to ${first.what}${others}`;
}

function cpuReason(times: TimeAccount, loop: LoopFigures | undefined): string {
  const { cpuMs, templateMs, loopWaitMs, gcMs, wallMs } = times;
  const clauses = [
    shares(wallMs, [
      [cpuMs + gcMs, 'JavaScript'],
      [templateMs, 'templates'],
      [loopWaitMs, 'waiting while other requests had the thread'],
    ]),
  ];
  if (loop === undefined) return `${clauses[0]}.`;
  if (loop.delayMedianMs >= DELAY_MEDIAN_MS || loop.delayMaxMs >= DELAY_MAX_MS) {
    clauses.push(`the event loop was up to ${Math.round(loop.delayMaxMs)} ms late`);
  }
  if (loop.gcShare >= GC_SHARE) clauses.push(`garbage collection takes ${percent(loop.gcShare)}`);
  return `${clauses.join('; ')}.`;
}

function figuresOf(times: TimeAccount): readonly VerdictFigure[] {
  const { wallMs } = times;
  return TIME_PARTS.map((part) => ({
    part,
    ms: times[part],
    share: wallMs > 0 ? times[part] / wallMs : 0,
  })).sort((a, b) => b.ms - a.ms);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
