import { describe } from 'vitest';
import { advice, isSkipped, type Service } from '../../scripts/services/index.ts';
import { askServiceHost } from './service-host.ts';

/**
 * A `describe` for tests that need a service. Left out by `UPTEMPO_SKIP`, its tests are counted
 * as skipped and their title says why; missing for any other reason, they fail.
 */
export function describeWith(service: Service, title: string, body: () => void): void {
  if (isSkipped(service)) {
    describe.skip(`${title} (left out by UPTEMPO_SKIP=${service.name})`, body);
  } else {
    describe(title, body);
  }
}

/**
 * The service's value: from its variable, which `npm test` sets, else from an installed one that
 * all files of the run share.
 *
 * @throws Error with what to install when there is none.
 */
export async function requireService(service: Service): Promise<string> {
  const value = process.env[service.variable] || (await askServiceHost(service.name));
  if (value === undefined) throw new Error(advice(service));
  const problem = service.check(value);
  if (problem !== undefined) throw new Error(`${service.variable}: ${problem}. ${advice(service)}`);
  return value;
}
