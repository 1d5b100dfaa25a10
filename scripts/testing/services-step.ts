import { type Preparation, prepareServices, services } from '../services/index.ts';
import type { Step, StepResult } from './step.ts';

/** The services of a test run: prepared in a step, handed over in variables, closed at the end. */
export class TestServices {
  readonly #environment: NodeJS.ProcessEnv;
  #preparations: readonly Preparation[] = [];

  /** @param environment - of the tests; a service that is ready adds its variable. */
  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  /**
   * Only a run of everything installs what is missing and fails without it: some of the tests
   * may not need the service at all.
   */
  step(options: { readonly isWholeRun: boolean }): Step {
    return { title: 'Services', run: () => this.#prepare(options.isWholeRun) };
  }

  async close(): Promise<void> {
    for (const preparation of this.#preparations) {
      if (preparation.state === 'ready') await preparation.open.close();
    }
  }

  async #prepare(isWholeRun: boolean): Promise<StepResult> {
    const environment = this.#environment;
    this.#preparations = await prepareServices(services, { environment, mayInstall: isWholeRun });
    for (const preparation of this.#preparations) {
      process.stdout.write(`${describe(preparation)}\n`);
      if (preparation.state !== 'ready') continue;
      environment[preparation.service.variable] = preparation.open.value;
    }
    return {
      passed: this.#count('ready'),
      failed: isWholeRun ? this.#count('missing') : 0,
      skipped: this.#count('skipped'),
      notes: this.#preparations.filter(({ state }) => state !== 'ready').map(describe),
    };
  }

  #count(state: Preparation['state']): number {
    return this.#preparations.filter((preparation) => preparation.state === state).length;
  }
}

function describe(preparation: Preparation): string {
  const { name } = preparation.service;
  if (preparation.state !== 'ready') return `${name}: ${preparation.state}: ${preparation.reason}`;
  return `${name}: ${preparation.open.value} (${preparation.from})`;
}
