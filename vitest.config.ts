import { defineConfig } from 'vitest/config';

/** Lets `uptempo/orm` and the like resolve to src/ instead of dist/. */
const sourceCondition = '--conditions=uptempo-source';

/**
 * Node runs the TypeScript itself (`viteModuleRunner: false`): types are blanked out, never
 * transformed, so lines and columns in a stack are those of the file. Call sites are asserted by
 * `file:line`, so nothing may move them. What that gives up is `vi.mock`, which we do not use.
 */
const experimental = { viteModuleRunner: false, nodeLoader: false };

export default defineConfig({
  test: {
    // Half of a test file is waiting: for its process to start, and for servers.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'suite',
          include: ['test/**/*.test.ts'],
          exclude: ['test/package/**'],
          globalSetup: ['test/support/service-host.ts'],
          experimental,
          // Only against hanging for ever: a busy machine must not fail a test.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 120_000 } },
          execArgv: [sourceCondition],
          // For the processes that tests start.
          env: { NODE_OPTIONS: sourceCondition },
        },
      },
      {
        // Slow, and about dist/ as it is published: no source condition here.
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          experimental,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
