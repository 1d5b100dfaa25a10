import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { checkOptions, type OptionKind, option, suggest } from '../../../core/index.ts';
import { dbError } from '../../errors.ts';

/** What a PostgreSQL database in the settings may have beside its address. */
export interface PostgresqlOptions {
  readonly url: string;
  /** Instead of one in the address; a function is asked for each connection. */
  readonly password?: string | (() => string | Promise<string>);
  /** Most connections at a time. Default 10. */
  readonly poolSize?: number;
  /** Milliseconds to wait for a free connection. Default 10,000. */
  readonly acquireTimeoutMs?: number;
  /** Milliseconds to wait for the server when a connection is opened. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds after which an unused connection is closed. Default 60,000. */
  readonly idleTimeoutMs?: number;
  /** Milliseconds after which a connection is replaced by a new one. Default 1,800,000. */
  readonly maxAgeMs?: number;
  /** Milliseconds unused after which a connection is tried out before it is used. Default 30,000. */
  readonly healthCheckAfterMs?: number;
  /** Milliseconds a statement may run; 0: as long as it takes, or as the server says. Default 0. */
  readonly statementTimeoutMs?: number;
  /** Prepared statements kept per connection; 0: none. Default 500. */
  readonly maxPreparedStatements?: number;
  /**
   * The address is that of a proxy that gives each transaction another connection (PgBouncer with
   * `pool_mode = transaction`): nothing is then kept in the session. Default false.
   */
  readonly isTransactionPooled?: boolean;
  /** How the server shows this program in `pg_stat_activity`. Default `uptempo`. */
  readonly applicationName?: string;
  /**
   * What moves the bytes of a connected session: `wire`, our own and faster, or `pg`, to compare
   * with or to fall back to. Default `wire`.
   */
  readonly dataPath?: 'wire' | 'pg';
  /** More for the TLS connection, as `tls.connect` takes it; `sslmode` decides whether there is one. */
  readonly tls?: ConnectionOptions;
}

/** The same with everything decided. */
export interface PostgresqlSettings
  extends Required<Omit<PostgresqlOptions, 'url' | 'password' | 'tls'>> {
  readonly kind: 'postgresql';
  /** Undefined: as libpq would, from `PGHOST` and the like. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly password: PostgresqlOptions['password'];
  readonly database: string | undefined;
  /** Undefined: no TLS. */
  readonly tls: ConnectionOptions | undefined;
}

const DEFAULTS = {
  poolSize: 10,
  acquireTimeoutMs: 10_000,
  connectTimeoutMs: 5_000,
  idleTimeoutMs: 60_000,
  maxAgeMs: 1_800_000,
  healthCheckAfterMs: 30_000,
  statementTimeoutMs: 0,
  maxPreparedStatements: 500,
  isTransactionPooled: false,
  applicationName: 'uptempo',
  dataPath: 'wire' as 'wire' | 'pg',
};

type Tunable = keyof typeof DEFAULTS;

/** setTimeout takes no longer time. */
const milliseconds = option.integer({ min: 0, max: 2_147_483_647 });

const OPTION_KINDS: Readonly<Record<keyof PostgresqlOptions, OptionKind>> = {
  url: option.string,
  password: option.either(option.string, option.function),
  poolSize: option.integer({ min: 1, max: 10_000 }),
  acquireTimeoutMs: milliseconds,
  connectTimeoutMs: milliseconds,
  idleTimeoutMs: milliseconds,
  maxAgeMs: milliseconds,
  healthCheckAfterMs: milliseconds,
  statementTimeoutMs: milliseconds,
  maxPreparedStatements: option.integer({ min: 0, max: 100_000 }),
  isTransactionPooled: option.boolean,
  applicationName: option.string,
  dataPath: option.oneOf('wire', 'pg'),
  tls: option.object,
};

/** Parameters of the address that set one of the options. */
const TUNING: Readonly<Record<string, Tunable>> = {
  pool_size: 'poolSize',
  acquire_timeout: 'acquireTimeoutMs',
  connect_timeout: 'connectTimeoutMs',
  idle_timeout: 'idleTimeoutMs',
  max_age: 'maxAgeMs',
  health_check_after: 'healthCheckAfterMs',
  statement_timeout: 'statementTimeoutMs',
  prepared_statements: 'maxPreparedStatements',
  pgbouncer: 'isTransactionPooled',
  application_name: 'applicationName',
  data_path: 'dataPath',
};

const OTHER_PARAMETERS = ['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'];

/**
 * Reads the address and the options of a PostgreSQL database:
 * `postgres://user:password@host:5432/cinema?sslmode=verify-full&pool_size=20`. What stands in the
 * address wins over the options, so that an environment can change what a program sets.
 *
 * @throws db.url.invalid, core.option.unknown, core.option.invalid
 */
export function parsePostgresqlSettings(options: PostgresqlOptions): PostgresqlSettings {
  checkOptions('database', options, OPTION_KINDS);
  const url = parseUrl(options.url);
  const { url: _url, password, tls, ...tuning } = options;
  const address = {
    kind: 'postgresql' as const,
    host:
      url.searchParams.get('host') ??
      (decode(url.hostname.replace(/^\[(.*)\]$/, '$1')) || undefined),
    port: url.port === '' ? undefined : Number(url.port),
    user: decode(url.username) || undefined,
    password: decode(url.password) || password,
    database: decode(url.pathname.slice(1)) || undefined,
    tls: parseTls(url.searchParams, tls),
  };
  return Object.freeze({
    ...DEFAULTS,
    ...withoutUndefined(tuning),
    ...parseTuning(url),
    ...address,
  });
}

function parseUrl(text: string): URL {
  // A host is not required (libpq: a local socket); URL would not take a user without one.
  const withHost = text.replace(/^(postgres(?:ql)?:\/\/[^/?#]*@)(?=[/?#]|$)/, '$1base');
  const url = URL.parse(withHost);
  if (url === null || !/^postgres(ql)?:\/\//.test(text)) throw invalidUrl();
  if (withHost !== text) url.hostname = '';
  for (const name of url.searchParams.keys()) {
    const known = [...Object.keys(TUNING), ...OTHER_PARAMETERS];
    if (known.includes(name)) continue;
    throw dbError('db.url.invalid', `The database address has no parameter "${name}".`, {
      hint: suggest(name, known),
    });
  }
  return url;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidUrl();
  }
}

function parseTuning(url: URL): Partial<typeof DEFAULTS> {
  const tuning: Partial<Record<Tunable, unknown>> = {};
  for (const [name, text] of url.searchParams) {
    const key = TUNING[name];
    if (key === undefined) continue;
    const value = readAs(typeof DEFAULTS[key], text);
    if (!OPTION_KINDS[key].accepts(value)) {
      throw dbError(
        'db.url.invalid',
        `The parameter "${name}" of the database address must be ${OPTION_KINDS[key].expected}.`,
        { hint: name.endsWith('timeout') ? 'Write milliseconds.' : 'Correct the address.' },
      );
    }
    tuning[key] = value;
  }
  return tuning as Partial<typeof DEFAULTS>;
}

function readAs(kind: string, text: string): unknown {
  if (kind === 'number') return /^\d+$/.test(text) ? Number(text) : text;
  if (kind === 'boolean') return text === 'true' || (text === 'false' ? false : text);
  return text;
}

/**
 * `sslmode` as libpq means it: `require` encrypts and believes any server, `verify-ca` wants a
 * certificate of a known authority, `verify-full` one for this host. `prefer` is not offered: it
 * sends everything in the clear to whoever says that he knows no TLS.
 */
function parseTls(
  parameters: URLSearchParams,
  more: ConnectionOptions | undefined,
): ConnectionOptions | undefined {
  const mode = parameters.get('sslmode') ?? (more === undefined ? 'disable' : 'verify-full');
  if (!SSL_MODES.includes(mode)) {
    throw dbError('db.url.invalid', `There is no sslmode "${mode}".`, {
      hint: suggest(mode, SSL_MODES),
    });
  }
  if (mode === 'disable') return undefined;
  return {
    ...certificate(parameters, 'sslrootcert', 'ca'),
    ...certificate(parameters, 'sslcert', 'cert'),
    ...certificate(parameters, 'sslkey', 'key'),
    ...(mode === 'require' ? { rejectUnauthorized: false } : {}),
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    ...more,
  };
}

function certificate(parameters: URLSearchParams, name: string, as: 'ca' | 'cert' | 'key') {
  const path = parameters.get(name);
  if (path === null) return {};
  try {
    return { [as]: readFileSync(path, 'utf8') };
  } catch (cause) {
    throw dbError('db.url.invalid', `The file of "${name}" cannot be read: ${path}.`, {
      hint: 'Check the path, and that this user may read it.',
      cause,
    });
  }
}

function withoutUndefined<T extends object>(options: T): Partial<T> {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<T>;
}

function invalidUrl() {
  return dbError('db.url.invalid', 'The address of the database cannot be read.', {
    hint:
      'Write postgres://user:password@host:5432/database, with what has a meaning in an address ' +
      'escaped: encodeURIComponent(password).',
  });
}
