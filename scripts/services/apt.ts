import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether packages can be installed here without asking: as root on Debian or a descendant. */
export function canInstallPackages(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** Refreshes the package lists and installs; returns the reason when that failed. */
export function installPackages(packages: readonly string[]): string | undefined {
  const update = aptGet(['update']);
  if (update !== undefined) return update;
  return aptGet(['install', '--yes', '--no-install-recommends', ...packages]);
}

function aptGet(parameters: readonly string[]): string | undefined {
  const run = spawnSync('apt-get', parameters, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status === 0) return undefined;
  const reason = run.error?.message ?? run.stderr.trim().split('\n').at(-1);
  return `apt-get ${parameters[0]} failed: ${reason}`;
}
