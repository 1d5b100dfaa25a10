import type { Row, Workload, WorkloadResult } from './bench.ts';
import { type Checked, checkResults } from './check.ts';
import { collectGarbage } from './garbage.ts';
import { median, percentile, shuffle } from './statistics.ts';
import { type Subject, subjectOf } from './subject.ts';

export interface MeasureOptions {
  readonly rounds: number;
  /** Called before each round, the warm-up rounds included. */
  onRound?(round: number, of: number): void;
}

/** Rounds that are run and thrown away, while the compiler optimises. */
const WARM_UP_ROUNDS = 3;

/** A subject with what was found out about it. */
interface Entrant {
  readonly name: string;
  readonly subject: Subject;
  /** Operations that one sample does. */
  count: number;
  /** Milliseconds or bytes of one operation, a value per round. */
  readonly values: number[];
}

/**
 * Compares the subjects of a workload. Each round takes one sample of each in a random order, so
 * that what disturbs the machine disturbs all of them, and a ratio is taken within each round.
 *
 * @throws Error when a result is not what the limit's is.
 */
export async function measureWorkload(
  workload: Workload,
  options: MeasureOptions,
): Promise<WorkloadResult> {
  const entrants = Object.entries(workload.subjects).map(
    ([name, subject]): Entrant => ({
      name,
      subject: subjectOf(subject, workload.measure),
      count: 1,
      values: [],
    }),
  );
  const limit = entrants.find(({ name }) => name === workload.limit);
  if (limit === undefined) {
    throw new Error(`${workload.name}: the limit "${workload.limit}" is none of its subjects.`);
  }
  let checked: Checked | undefined;
  try {
    for (const { subject } of entrants) await subject.open?.();
    checked = await checkResults(workload, entrants, limit);
    for (const entrant of entrants) await calibrate(entrant);
    await runRounds(entrants, options);
  } finally {
    for (const { subject } of entrants) await subject.close?.();
  }
  return resultOf(workload, entrants, limit, checked);
}

/** Doubles the operations of a sample until it is long enough to be timed. */
async function calibrate(entrant: Entrant): Promise<void> {
  const { subject } = entrant;
  while ((await subject.run(entrant.count)) < subject.minSampleMs) entrant.count *= 2;
}

async function runRounds(entrants: readonly Entrant[], options: MeasureOptions): Promise<void> {
  const all = WARM_UP_ROUNDS + options.rounds;
  collectGarbage();
  for (let round = 0; round < all; round++) {
    options.onRound?.(round, all);
    for (const entrant of shuffle(entrants)) {
      const taken = await entrant.subject.run(entrant.count);
      if (round >= WARM_UP_ROUNDS) entrant.values.push(taken / entrant.count);
      // What was cold at calibration runs faster now.
      if (taken < entrant.subject.minSampleMs) entrant.count *= 2;
    }
  }
}

function resultOf(
  workload: Workload,
  entrants: readonly Entrant[],
  limit: Entrant,
  checked: Checked | undefined,
): WorkloadResult {
  return {
    workload: workload.name,
    limit: limit.name,
    measure: workload.measure ?? 'time',
    median: Object.fromEntries(entrants.map(({ name, values }) => [name, median(values)])),
    rows: entrants.filter((entrant) => entrant !== limit).map((entrant) => row(entrant, limit)),
    without: workload.without ?? {},
    checked,
  };

  function row({ name, values }: Entrant, { values: limits }: Entrant): Row {
    const ratios = values.map((value, round) => value / limits[round]!);
    return {
      workload: workload.name,
      subject: name,
      limit: workload.limit,
      ratio: median(ratios),
      spread: [percentile(ratios, 0.1), percentile(ratios, 0.9)],
    };
  }
}
