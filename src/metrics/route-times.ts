/**
 * Where the time of requests went, in milliseconds; the parts add up to `wallMs`. Of requests that
 * ran side by side each has its own wall time, so a second of the clock can hold many of these.
 */
export interface RouteTimes {
  readonly wallMs: number;
  /** JavaScript of the request itself, and of Node for it. */
  readonly cpuMs: number;
  /** It could have gone on, and the event loop was busy with other requests. */
  readonly loopWaitMs: number;
  /** Waiting for a connection to a database, while none of its statements ran. */
  readonly poolWaitMs: number;
  readonly databaseMs: number;
  /** Waiting for anything else: other servers, files, timers, the client. */
  readonly otherIoMs: number;
  /** Garbage collection, where it is known apart from `cpuMs`. */
  readonly gcMs: number;
  readonly unaccountedMs: number;
}

/** The parts of `wallMs`, in the order in which they are shown. */
export const TIME_PARTS = [
  'cpuMs',
  'loopWaitMs',
  'poolWaitMs',
  'databaseMs',
  'otherIoMs',
  'gcMs',
  'unaccountedMs',
] as const satisfies readonly (keyof RouteTimes)[];

export const NO_TIMES: RouteTimes = {
  wallMs: 0,
  cpuMs: 0,
  loopWaitMs: 0,
  poolWaitMs: 0,
  databaseMs: 0,
  otherIoMs: 0,
  gcMs: 0,
  unaccountedMs: 0,
};

export type RouteTimesSum = { -readonly [Name in keyof RouteTimes]: number };

/** Adds `times` to `sum` in place. */
export function addTimes(sum: RouteTimesSum, times: RouteTimes): void {
  sum.wallMs += times.wallMs;
  sum.cpuMs += times.cpuMs;
  sum.loopWaitMs += times.loopWaitMs;
  sum.poolWaitMs += times.poolWaitMs;
  sum.databaseMs += times.databaseMs;
  sum.otherIoMs += times.otherIoMs;
  sum.gcMs += times.gcMs;
  sum.unaccountedMs += times.unaccountedMs;
}
