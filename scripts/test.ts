import { parseArguments, type TestArguments, USAGE } from './testing/arguments.ts';
import { lint, typeCheck } from './testing/checks.ts';
import { SUPPORTED_NODES } from './testing/node-runtimes.ts';
import { TestServices } from './testing/services-step.ts';
import { runSteps, type Step, sum } from './testing/step.ts';
import { summarize } from './testing/summary.ts';
import { vitestStep } from './testing/vitest-step.ts';

process.exitCode = await main(process.argv.slice(2));

/** `npm test`; resolves to the exit code. */
async function main(parameters: readonly string[]): Promise<number> {
  let chosen: TestArguments;
  try {
    chosen = parseArguments(parameters);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  if (chosen.isHelp) {
    process.stdout.write(USAGE);
    return 0;
  }
  return runTests(chosen);
}

async function runTests(chosen: TestArguments): Promise<number> {
  const environment = { ...process.env };
  const services = new TestServices(environment);
  try {
    const steps = chosen.filters.length > 0 ? filteredSteps : allSteps;
    const finished = await runSteps(steps(chosen, services, environment), (text) => {
      process.stdout.write(text);
    });
    process.stdout.write(summarize(finished));
    return sum(finished).failed === 0 ? 0 : 1;
  } finally {
    await services.close();
  }
}

function allSteps(
  chosen: TestArguments,
  services: TestServices,
  environment: NodeJS.ProcessEnv,
): readonly Step[] {
  const suites = chosen.nodes.map((node) =>
    vitestStep({
      title: `Suite on Node ${node}`,
      project: 'suite',
      node,
      filters: [],
      environment,
    }),
  );
  const packageTest = vitestStep({
    title: `Package on Node ${SUPPORTED_NODES.join(' and ')}`,
    project: 'package',
    node: SUPPORTED_NODES.at(-1)!,
    filters: [],
    environment,
  });
  return [typeCheck(), lint(), services.step({ isWholeRun: true }), ...suites, packageTest];
}

function filteredSteps(
  { filters, nodes }: TestArguments,
  services: TestServices,
  environment: NodeJS.ProcessEnv,
): readonly Step[] {
  const runs = nodes.map((node) =>
    vitestStep({ title: `${filters.join(', ')} on Node ${node}`, node, filters, environment }),
  );
  return [services.step({ isWholeRun: false }), ...runs];
}
