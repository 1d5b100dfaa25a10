import type { TimeAccount } from '../events/index.ts';

/** Accounts of several requests, added up. */
export type TimeSums = { -readonly [Name in keyof TimeAccount]: number };

export type TimePart = Exclude<keyof TimeAccount, 'wallMs' | 'queuedMs'>;

/** The parts of `wallMs`, in the order in which they are shown. */
export const TIME_PARTS: readonly TimePart[] = [
  'cpuMs',
  'templateMs',
  'gcMs',
  'loopWaitMs',
  'poolWaitMs',
  'databaseMs',
  'cacheMs',
  'httpMs',
  'otherIoMs',
  'unaccountedMs',
];

export const NO_TIMES: TimeAccount = {
  wallMs: 0,
  queuedMs: 0,
  cpuMs: 0,
  templateMs: 0,
  gcMs: 0,
  loopWaitMs: 0,
  poolWaitMs: 0,
  databaseMs: 0,
  cacheMs: 0,
  httpMs: 0,
  otherIoMs: 0,
  unaccountedMs: 0,
};

/** Adds an account to the sums, in place. */
export function addTimes(sums: TimeSums, account: TimeAccount): void {
  sums.wallMs += account.wallMs;
  sums.queuedMs += account.queuedMs;
  for (const part of TIME_PARTS) sums[part] += account[part];
}
