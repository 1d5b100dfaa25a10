import { availableParallelism, totalmem } from 'node:os';
import { describeNamed, isSecretName, MASK, maskSecrets } from '../observe/index.ts';
import type { NamedValue } from './request-details.ts';

/** What the settings panel shows: the answer of `settings.json`. */
export interface SettingsDocument {
  readonly settings: readonly NamedValue[];
  readonly environment: readonly NamedValue[];
  readonly process: readonly NamedValue[];
}

/** Levels of nested settings that get a line each. */
const MAX_DEPTH = 3;

/** Lines shown of the settings. */
const MAX_LINES = 300;

/** Variables that change how a Node process or a project runs; the rest of a shell's is left out. */
const RELEVANT =
  /^(?:NODE_|UPTEMPO_|npm_lifecycle_event$|TZ$|LANG$|LC_ALL$|HOST$|PORT$|DEBUG$|UV_THREADPOOL_SIZE$|PG[A-Z]+$)|_URL$|_DSN$/;

export function settingsDocument(
  settings: Readonly<Record<string, unknown>> | undefined,
): SettingsDocument {
  return {
    settings: flatten(settings ?? {}).slice(0, MAX_LINES),
    environment: environmentValues(process.env),
    process: processValues(),
  };
}

/** `databases.default`: nested plain objects are taken apart, everything else is one line. */
function flatten(values: object, path = '', depth = 1): NamedValue[] {
  return Object.entries(Object.getOwnPropertyDescriptors(values)).flatMap(
    ([key, { value, get }]) => {
      const name = path === '' ? key : `${path}.${key}`;
      if (get !== undefined) return [{ name, value: '[getter]' }];
      if (value === undefined) return [];
      if (depth < MAX_DEPTH && isPlain(value)) return flatten(value, name, depth + 1);
      return [{ name, value: describeNamed(key, value) }];
    },
  );
}

function isPlain(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function environmentValues(variables: NodeJS.ProcessEnv): NamedValue[] {
  return Object.entries(variables)
    .filter(([name]) => RELEVANT.test(name))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value = '']) => ({ name, value: isSecretName(name) ? MASK : maskSecrets(value) }));
}

function processValues(): NamedValue[] {
  const { node, v8, sqlite = '–', openssl } = process.versions;
  const values: readonly (readonly [name: string, value: string | number])[] = [
    ['Node', node],
    ['V8', v8],
    ['SQLite', sqlite],
    ['OpenSSL', openssl],
    ['Platform', `${process.platform} ${process.arch}`],
    ['Cores', availableParallelism()],
    ['Memory of the machine', `${(totalmem() / 1e9).toFixed(1)} GB`],
    ['Memory in use', `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`],
    ['Up for', `${Math.round(process.uptime())} s`],
    ['Process', process.pid],
    ['Folder', process.cwd()],
    ['Node options', process.execArgv.map(maskSecrets).join(' ') || 'none'],
  ];
  return values.map(([name, value]) => ({ name, value: String(value) }));
}
