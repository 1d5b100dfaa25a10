import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { type NodeMajor, provideNode, withNode } from './node-runtimes.ts';
import { root } from './root.ts';
import type { Step, StepResult } from './step.ts';
import { countTests } from './vitest-report.ts';

export interface VitestStepOptions {
  readonly title: string;
  /** Project of vitest.config.ts; all of them when left out. */
  readonly project?: string;
  readonly node: NodeMajor;
  /** Parts of the paths of the test files to run; all files when empty. */
  readonly filters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** A run of Vitest under one version of Node. */
export function vitestStep(options: VitestStepOptions): Step {
  return { title: options.title, run: () => runVitest(options) };
}

async function runVitest(options: VitestStepOptions): Promise<StepResult> {
  const node = provideNode(options.node);
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-vitest-'));
  const reportFile = join(folder, 'report.json');
  try {
    const code = await runCommand(node, vitestParameters(options, reportFile), {
      folder: root,
      environment: withNode(node, options.environment),
    });
    if (!existsSync(reportFile)) {
      throw new Error(`Vitest ended with code ${code} before it ran a test.`);
    }
    return countTests(JSON.parse(readFileSync(reportFile, 'utf8')), code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function vitestParameters(options: VitestStepOptions, reportFile: string): string[] {
  return [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...(options.project === undefined ? [] : ['--project', options.project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...options.filters,
  ];
}
