import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run bench -- NAME [options]

Runs bench/NAME.ts: each workload's subjects against its limit.

  --list           the names and what they compare
  --filter TEXT    only workloads whose name contains TEXT
  --subjects LIST  only the limit and subjects whose name contains one of these: uptempo,kysely
  --clock NAME     wall (default), or cpu: what the processors worked for the subject's process
  --rounds N       rounds per workload (default 30)
  --json           one JSON document on stdout instead of tables
  --help           this text

How to read the results: bench/README.md.
`;

export interface BenchArguments {
  readonly name: string | undefined;
  readonly filter: string;
  /** Parts of the names of subjects; empty for all. */
  readonly subjects: readonly string[];
  readonly rounds: number;
  /** How time is measured. */
  readonly clock: 'wall' | 'cpu';
  readonly isJson: boolean;
  readonly isList: boolean;
  readonly isHelp: boolean;
}

/** Fewer rounds give no percentiles worth the name. */
const MIN_ROUNDS = 5;
const DEFAULT_ROUNDS = 30;

/** @throws Error when an option, its value or the number of names is wrong. */
export function parseArguments(parameters: readonly string[]): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      list: { type: 'boolean' },
      filter: { type: 'string' },
      subjects: { type: 'string' },
      clock: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (positionals.length > 1)
    throw new Error(`One bench at a time, not ${positionals.join(', ')}.`);
  return {
    name: positionals[0],
    filter: values.filter ?? '',
    subjects: (values.subjects ?? '').split(',').filter((part) => part !== ''),
    rounds: parseRounds(values.rounds),
    clock: parseClock(values.clock ?? 'wall'),
    isJson: values.json === true,
    isList: values.list === true,
    isHelp: values.help === true,
  };
}

function parseClock(text: string): 'wall' | 'cpu' {
  if (text === 'wall' || text === 'cpu') return text;
  throw new Error(`--clock must be wall or cpu, not "${text}".`);
}

function parseRounds(text: string | undefined): number {
  const rounds = text === undefined ? DEFAULT_ROUNDS : Number(text);
  if (Number.isSafeInteger(rounds) && rounds >= MIN_ROUNDS) return rounds;
  throw new Error(`--rounds must be a whole number of ${MIN_ROUNDS} or more, not "${text}".`);
}
