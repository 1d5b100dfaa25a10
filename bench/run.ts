import { suggest } from '../src/core/index.ts';
import { type BenchArguments, parseArguments, USAGE } from './harness/arguments.ts';
import type { Bench, Workload, WorkloadResult } from './harness/bench.ts';
import { benchNames, loadBench, workloadsOf } from './harness/load-bench.ts';
import { measureWorkload } from './harness/measure.ts';
import { processSubject } from './harness/process-subject.ts';
import { Progress } from './harness/progress.ts';
import { type JsonReport, renderTable } from './harness/report.ts';

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function main(parameters: readonly string[]): Promise<void> {
  const chosen = parseArguments(parameters);
  if (chosen.isHelp) process.stdout.write(USAGE);
  else if (chosen.isList) await listBenches();
  else if (chosen.name === undefined) throw new Error(`Which one?\n\n${USAGE}`);
  else await runBench(await loadBench(chosen.name), chosen);
}

async function listBenches(): Promise<void> {
  for (const name of benchNames()) {
    const { description } = await loadBench(name);
    process.stdout.write(`${name.padEnd(16)} ${description}\n`);
  }
}

async function runBench(bench: Bench, chosen: BenchArguments): Promise<void> {
  const results: WorkloadResult[] = [];
  closeOnSignal(bench);
  const versions = bench.versions?.();
  if (!chosen.isJson && versions !== undefined)
    process.stdout.write(`${formatVersions(versions)}\n`);
  try {
    for (const workload of await chooseWorkloads(bench, chosen)) {
      const result = await measure(workload, chosen.rounds);
      results.push(result);
      if (!chosen.isJson) process.stdout.write(`${renderTable(result)}\n`);
    }
  } finally {
    await bench.close?.();
  }
  if (!chosen.isJson) return;
  const report: JsonReport = {
    name: bench.name,
    node: process.version,
    ...(versions === undefined ? {} : { versions }),
    rows: results.flatMap(({ rows }) => rows),
  };
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}

/** Who stops a run takes the servers along that it has started. */
function closeOnSignal(bench: Bench): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await bench.close?.();
      process.exit(1);
    });
  }
}

/** `Node 26.10.0, kysely 0.29.9` */
function formatVersions(versions: Readonly<Record<string, string>>): string {
  const all = { Node: process.version.slice(1), ...versions };
  return `${Object.entries(all)
    .map((entry) => entry.join(' '))
    .join(', ')}\n`;
}

async function chooseWorkloads(
  bench: Bench,
  { filter, subjects, clock }: BenchArguments,
): Promise<readonly Workload[]> {
  const all = await workloadsOf(bench);
  const chosen = all
    .filter(({ name }) => name.includes(filter))
    .map((workload) => withSubjects(workload, subjects))
    .map((workload) => (clock === 'cpu' ? byProcessor(workload) : workload));
  if (chosen.length > 0) {
    return bench.isIsolated === true ? chosen.map((workload) => isolate(bench, workload)) : chosen;
  }
  const names = all.map(({ name }) => name);
  throw new Error(`No workload of ${bench.name} contains "${filter}". ${suggest(filter, names)}`);
}

/** The workload with its limit and the subjects whose name contains one of these parts. */
function withSubjects(workload: Workload, parts: readonly string[]): Workload {
  if (parts.length === 0) return workload;
  const isChosen = (name: string) =>
    name === workload.limit || parts.some((part) => name.includes(part));
  const subjects = Object.entries(workload.subjects).filter(([name]) => isChosen(name));
  return { ...workload, subjects: Object.fromEntries(subjects) };
}

/** The workload with each of its functions in a process of its own; servers have one already. */
function isolate({ name: bench }: Bench, workload: Workload): Workload {
  const subjects = Object.entries(workload.subjects).map(([name, subject]) => {
    const isServer = typeof subject === 'object' && ('run' in subject || 'measuredBy' in subject);
    const { measure = 'time' } = workload;
    const address = { bench, workload: workload.name, subject: name, measure };
    return [name, isServer ? subject : processSubject(address)] as const;
  });
  return { ...workload, subjects: Object.fromEntries(subjects) };
}

async function measure(workload: Workload, rounds: number): Promise<WorkloadResult> {
  const progress = new Progress();
  try {
    return await measureWorkload(workload, {
      rounds,
      onRound: (round, of) => progress.show(workload.name, round, of),
    });
  } finally {
    progress.clear();
  }
}

/** The same without servers whose work another process does. */
function byProcessor(workload: Workload): Workload {
  const measured: Workload = { measure: 'cpu', ...workload };
  if (measured.measure !== 'cpu') return measured;
  const subjects = Object.entries(measured.subjects);
  const isHidden = ([, subject]: (typeof subjects)[number]) =>
    'isFront' in subject && subject.isFront === true;
  const hidden = subjects
    .filter(isHidden)
    .map(([name]) => [name, "its work is another process's"] as const);
  return {
    ...measured,
    subjects: Object.fromEntries(subjects.filter((entry) => !isHidden(entry))),
    without: { ...measured.without, ...Object.fromEntries(hidden) },
  };
}
