import { parseArgs } from 'node:util';
import { type NodeMajor, SUPPORTED_NODES } from './node-runtimes.ts';

export const USAGE = `Usage: npm test [-- [FILTER ...] [--node=24|26]]

Without a filter: type check, lint, services, the suite on Node 26 and on Node 24, package test.
With filters: only the test files whose path contains one of them, on Node 26.

  --node=24|26   this version of Node only
  --help         this text

UPTEMPO_SKIP=browser leaves out the tests that need that service.
UPTEMPO_NODE24=/path/to/node names the Node 24 to use.
`;

export interface TestArguments {
  readonly filters: readonly string[];
  readonly nodes: readonly NodeMajor[];
  readonly isHelp: boolean;
}

/** @throws Error with the usage when an option or its value is not known. */
export function parseArguments(parameters: readonly string[]): TestArguments {
  const { values, positionals } = parse(parameters);
  return {
    filters: positionals,
    nodes: chooseNodes(values.node, positionals.length > 0),
    isHelp: values.help === true,
  };
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { node: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

/** Newest first: it is the one people develop on. */
function chooseNodes(wanted: string | undefined, isFiltered: boolean): readonly NodeMajor[] {
  const newestFirst = SUPPORTED_NODES.toReversed();
  if (wanted === undefined) return isFiltered ? newestFirst.slice(0, 1) : newestFirst;
  const chosen = newestFirst.filter((major) => String(major) === wanted);
  if (chosen.length === 0) {
    throw new Error(`--node must be ${SUPPORTED_NODES.join(' or ')}, not "${wanted}".\n\n${USAGE}`);
  }
  return chosen;
}
