import { suggest } from '../../src/core/index.ts';
import { canInstallPackages, installPackages } from './apt.ts';
import { advice, isSkipped, type OpenService, type Service, skippedNames } from './service.ts';

/** What became of one service before the tests that need it. */
export type Preparation =
  | { readonly state: 'ready'; readonly service: Service; readonly from: string; open: OpenService }
  | { readonly state: 'skipped' | 'missing'; readonly service: Service; readonly reason: string };

export interface PrepareOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether missing services may be installed with the system's package manager. */
  readonly mayInstall: boolean;
}

/**
 * Finds each service: what the environment names, else what is installed, else what apt-get
 * brings. One that is left out by `UPTEMPO_SKIP` is `skipped`, one that can't be had `missing`.
 *
 * @throws Error when `UPTEMPO_SKIP` has a name that is no service.
 */
export async function prepareServices(
  services: readonly Service[],
  options: PrepareOptions,
): Promise<readonly Preparation[]> {
  refuseUnknownNames(services, options);
  const preparations: Preparation[] = [];
  for (const service of services) preparations.push(await prepare(service, options));
  return preparations;
}

async function prepare(service: Service, options: PrepareOptions): Promise<Preparation> {
  const { environment } = options;
  if (isSkipped(service, environment)) {
    return { state: 'skipped', service, reason: 'left out by UPTEMPO_SKIP' };
  }
  const named = environment[service.variable];
  if (named !== undefined && named !== '') return useNamed(service, named);
  const installed = await service.open();
  if (installed !== undefined) return ready(service, 'installed', installed);
  return options.mayInstall && canInstallPackages() ? install(service) : missing(service);
}

function useNamed(service: Service, value: string): Preparation {
  const reason = service.check(value);
  if (reason !== undefined) return missing(service, `${service.variable}: ${reason}.`);
  return ready(service, service.variable, { value, async close() {} });
}

async function install(service: Service): Promise<Preparation> {
  const failure = installPackages(service.packages);
  if (failure !== undefined) return missing(service, `${failure}.`);
  const installed = await service.open();
  return installed === undefined ? missing(service) : ready(service, 'apt-get', installed);
}

function ready(service: Service, from: string, open: OpenService): Preparation {
  return { state: 'ready', service, from, open };
}

function missing(service: Service, ...reasons: string[]): Preparation {
  return { state: 'missing', service, reason: [...reasons, advice(service)].join(' ') };
}

function refuseUnknownNames(services: readonly Service[], options: PrepareOptions): void {
  const known = services.map((service) => service.name);
  for (const name of skippedNames(options.environment)) {
    if (known.includes(name)) continue;
    throw new Error(`UPTEMPO_SKIP names "${name}", which no test needs. ${suggest(name, known)}`);
  }
}
