/** How many checks of a step went which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface StepResult extends Counts {
  /** Lines for the summary, such as why something was skipped. */
  readonly notes?: readonly string[];
}

export interface Step {
  readonly title: string;
  run(): Promise<StepResult>;
}

/** A step that has run. */
export interface FinishedStep extends StepResult {
  readonly title: string;
  readonly durationMs: number;
}

/** Runs the steps in order, all of them even after a failure, each under a header. */
export async function runSteps(
  steps: readonly Step[],
  write: (text: string) => void,
): Promise<readonly FinishedStep[]> {
  const finished: FinishedStep[] = [];
  for (const [index, step] of steps.entries()) {
    write(`\n== ${index + 1}/${steps.length} ${step.title}\n`);
    const startedMs = performance.now();
    const result = await settle(step, write);
    finished.push({ title: step.title, durationMs: performance.now() - startedMs, ...result });
  }
  return finished;
}

/** A step that throws counts as one failure; the others still run. */
async function settle(step: Step, write: (text: string) => void): Promise<StepResult> {
  try {
    return await step.run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    write(`${message}\n`);
    return { passed: 0, failed: 1, skipped: 0, notes: [message] };
  }
}

export function sum(counts: readonly Counts[]): Counts {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
    skipped: counts.reduce((total, { skipped }) => total + skipped, 0),
  };
}

export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
