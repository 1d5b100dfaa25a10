import { describe, expect, test } from 'vitest';
import { type OpenService, prepareServices, type Service } from '../../scripts/services/index.ts';

/** A projector that is installed or is not. */
function projector(installed?: OpenService): Service {
  return {
    name: 'projector',
    variable: 'PROJECTOR',
    packages: ['projector', 'projector-lamp'],
    check: (value) => (value.startsWith('/') ? undefined : `${value} is no path`),
    open: async () => installed,
  };
}

async function prepare(service: Service, environment: Record<string, string> = {}) {
  const [preparation] = await prepareServices([service], { environment, mayInstall: false });
  return preparation!;
}

const installed: OpenService = { value: '/usr/bin/projector', async close() {} };

describe('a service', () => {
  test('named in the environment is taken, before an installed one', async () => {
    expect(await prepare(projector(installed), { PROJECTOR: '/opt/projector' })).toMatchObject({
      state: 'ready',
      from: 'PROJECTOR',
      open: { value: '/opt/projector' },
    });
  });

  test('that is installed is taken else, also when its variable is empty', async () => {
    expect(await prepare(projector(installed), { PROJECTOR: '' })).toMatchObject({
      state: 'ready',
      from: 'installed',
      open: installed,
    });
  });

  test('named wrongly is missing, not replaced by another', async () => {
    const preparation = await prepare(projector(installed), { PROJECTOR: 'cellar' });
    expect(preparation).toMatchObject({ state: 'missing' });
    expect(preparation).toHaveProperty('reason', expect.stringContaining('cellar is no path'));
  });

  test('that is missing says in a line what to install and how to go without', async () => {
    const { reason } = (await prepare(projector())) as { reason: string };
    expect(reason).toContain('apt-get install projector projector-lamp');
    expect(reason).toContain('UPTEMPO_SKIP=projector');
    expect(reason).not.toContain('\n');
  });

  test('left out on purpose is skipped with the reason, even when it is there', async () => {
    expect(await prepare(projector(installed), { UPTEMPO_SKIP: ' projector ' })).toMatchObject({
      state: 'skipped',
      reason: 'left out by UPTEMPO_SKIP',
    });
  });

  test('that nobody knows can not be left out', async () => {
    const misspelled = prepare(projector(installed), { UPTEMPO_SKIP: 'projectr' });
    await expect(misspelled).rejects.toThrow(/"projectr".*Did you mean "projector"/);
  });
});
