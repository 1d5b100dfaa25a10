import { join } from 'node:path';
import { runCommand } from './command.ts';
import { root } from './root.ts';
import type { Step, StepResult } from './step.ts';

/** The type check of everything: sources, tests, examples, benches and scripts. */
export function typeCheck(): Step {
  return tool('Type check', 'typescript/bin/tsc', ['--noEmit']);
}

/** Linter and formatter, which must have nothing to say. */
export function lint(): Step {
  return tool('Lint and format', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
}

function tool(title: string, script: string, parameters: readonly string[]): Step {
  return {
    title,
    async run(): Promise<StepResult> {
      const path = join(root, 'node_modules', script);
      const code = await runCommand(process.execPath, [path, ...parameters], { folder: root });
      return code === 0
        ? { passed: 1, failed: 0, skipped: 0 }
        : { passed: 0, failed: 1, skipped: 0 };
    },
  };
}
