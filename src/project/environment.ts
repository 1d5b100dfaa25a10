import { suggest } from '../core/index.ts';
import type { Mode } from '../http/index.ts';
import { projectError } from './errors.ts';

/** What the environment says; undefined where it says nothing. */
export interface Environment {
  readonly mode: Mode | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

const MODES: readonly Mode[] = ['development', 'production'];

/**
 * Reads PORT, HOST, UPTEMPO_MODE and, where that is not set, NODE_ENV (`production` means
 * production, any other value development).
 *
 * @throws project.environment.invalid; a value that cannot be read is never replaced by a default.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  return { mode: modeOf(variables), host: hostOf(variables.HOST), port: portOf(variables.PORT) };
}

function modeOf({ UPTEMPO_MODE: mode, NODE_ENV: nodeMode }: NodeJS.ProcessEnv): Mode | undefined {
  if (mode !== undefined) {
    const known = MODES.find((candidate) => candidate === mode);
    if (known !== undefined) return known;
    throw invalid('UPTEMPO_MODE', mode, 'a mode', suggest(mode, MODES));
  }
  if (nodeMode === undefined || nodeMode === '') return undefined;
  return nodeMode === 'production' ? 'production' : 'development';
}

function hostOf(host: string | undefined): string | undefined {
  if (host === undefined || /^[^\s/]+$/.test(host)) return host;
  throw invalid(
    'HOST',
    host,
    'an address',
    'Use an address such as HOST=127.0.0.1, or leave it out.',
  );
}

function portOf(port: string | undefined): number | undefined {
  if (port === undefined) return undefined;
  if (/^[0-9]{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw invalid('PORT', port, 'a port', 'Use a whole number from 0 to 65535, such as PORT=8000.');
}

function invalid(name: string, value: string, kind: string, hint: string) {
  return projectError(
    'project.environment.invalid',
    `${name} in the environment is ${JSON.stringify(value)}, which is not ${kind}.`,
    { hint, details: { variable: name } },
  );
}
