import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../../support/repository.ts';

const run = promisify(execFile);
const script = 'test/orm/hydrate/read-everything.ts';

async function readEverything(...flags: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [...flags, '-C', 'uptempo-source', script], {
    cwd: root,
  });
  return JSON.parse(stdout);
}

test('rows are the same where no code can be generated', async () => {
  const generated = await readEverything();
  const interpreted = await readEverything('--disallow-code-generation-from-strings');
  expect(interpreted).toEqual(generated);
  expect((generated as unknown[]).length).toBeGreaterThan(5);
});
