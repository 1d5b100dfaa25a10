import { checkOptions, option, suggest } from '../core/index.ts';
import { BorrowedPool } from './borrowed-pool.ts';
import type { AtomicOptions } from './connection/transactions.ts';
import { Database } from './database.ts';
import type { Driver } from './drivers/driver.ts';
import { PostgresqlDriver } from './drivers/postgresql/driver.ts';
import { SqliteDriver } from './drivers/sqlite/driver.ts';
import { dbError } from './errors.ts';
import {
  checkRouters,
  type DatabaseRouter,
  type RoutedModel,
  type RoutingHints,
  type RoutingQuestion,
  routedAlias,
} from './router.ts';
import { type DatabaseOptions, type DatabaseSettings, parseDatabaseOptions } from './settings.ts';

export const DEFAULT_ALIAS = 'default';

/** The connected databases of this process by alias; the one registry the ORM looks in. */
const connected = new Map<string, Database>();

/** Of the last `connect()` that named any. */
let routers: readonly DatabaseRouter[] = [];

export interface ConnectOptions {
  /** What relative paths are relative to. Default: the working directory. */
  readonly baseFolder?: string;
  /** Who decides between several databases, asked in this order. Default: those of before. */
  readonly routers?: readonly DatabaseRouter[];
}

/**
 * Opens the databases of the settings and makes them the ones that models use. Nothing is opened
 * when one of them cannot be. A server is connected to when the first statement needs it. An alias
 * that was connected before is closed and replaced.
 *
 * ```ts
 * connect({ default: 'sqlite:cinema.sqlite' });
 * ```
 *
 * @param databases - address by alias; models use `default`.
 * @param options - routers, and what relative paths are relative to; a text is the latter.
 * @throws db.router.invalid, db.url.invalid, db.open.failed, db.file.corrupt, db.driver.missing
 */
export function connect(
  databases: Readonly<Record<string, DatabaseOptions>>,
  options: string | ConnectOptions = {},
): void {
  const { baseFolder, routers: given } = checkConnectOptions(options);
  const opened = new Map<string, Database>();
  try {
    for (const [alias, address] of Object.entries(databases)) {
      const settings = parseDatabaseOptions(address, baseFolder);
      opened.set(alias, new Database(alias, driverFor(settings)));
    }
  } catch (error) {
    for (const database of opened.values()) void database.close();
    throw error;
  }
  for (const [alias, database] of opened) {
    void connected.get(alias)?.close();
    connected.set(alias, database);
  }
  if (given !== undefined) routers = given;
}

function checkConnectOptions(options: string | ConnectOptions): ConnectOptions {
  if (typeof options === 'string') return { baseFolder: options };
  checkOptions('connect()', options, {
    baseFolder: option.string,
    routers: option.arrayOf(option.any),
  });
  const { routers: given } = options;
  return given === undefined ? options : { ...options, routers: checkRouters(given) };
}

function driverFor(settings: DatabaseSettings): Driver {
  return settings.kind === 'sqlite' ? new SqliteDriver(settings) : new PostgresqlDriver(settings);
}

/** Closes all databases. Queries after this fail with `db.not_connected` or `db.closed`. */
export async function disconnect(): Promise<void> {
  const databases = [...connected.values()];
  connected.clear();
  routers = [];
  await Promise.all(databases.map((database) => database.close()));
}

/** The connected database of an alias. @throws db.not_connected, db.alias.unknown */
export function database(alias: string = DEFAULT_ALIAS): Database {
  const found = connected.get(alias);
  if (found !== undefined) return found;
  if (connected.size === 0) {
    throw dbError('db.not_connected', 'No database is connected.', {
      hint: "Call connect({ default: 'sqlite:cinema.sqlite' }) before the first query.",
    });
  }
  throw dbError('db.alias.unknown', `There is no database "${alias}" in the settings.`, {
    hint: suggest(alias, connected.keys()),
  });
}

/**
 * The database that a model's rows are read from: `using` if the caller said so, else what the
 * routers answer, else `default`.
 *
 * @throws db.not_connected, db.alias.unknown
 */
export function databaseForRead(
  model: RoutedModel,
  using?: string,
  hints: RoutingHints = {},
): Database {
  return database(using ?? routed('dbForRead', model, hints));
}

/** The alias that a model's rows are written to; `default` even where nothing is connected. */
export function aliasForWrite(model: RoutedModel, hints: RoutingHints = {}): string {
  return routed('dbForWrite', model, hints) ?? DEFAULT_ALIAS;
}

/** The database that a model's rows are written to; as `databaseForRead`. */
export function databaseForWrite(
  model: RoutedModel,
  using?: string,
  hints: RoutingHints = {},
): Database {
  return database(using ?? routed('dbForWrite', model, hints));
}

/** What the routers answer; an alias that is not connected is their mistake, and said to be. */
function routed(
  question: RoutingQuestion,
  model: RoutedModel,
  hints: RoutingHints,
): string | undefined {
  if (routers.length === 0) return undefined;
  const alias = routedAlias(routers, question, model, hints);
  if (alias === undefined || connected.has(alias) || connected.size === 0) return alias;
  throw dbError(
    'db.alias.unknown',
    `${question}() of a router answered "${alias}" for ${model.name}, which the settings do not have.`,
    { hint: suggest(alias, connected.keys()) },
  );
}

/**
 * A database as a `pg.Pool`, for query builders that take one. See `BorrowedPool`.
 *
 * @param using - its alias; default `default`.
 */
export function borrowPool(using?: string): BorrowedPool {
  return new BorrowedPool(() => database(using));
}

/** `database(alias).atomic(work)`: a transaction, or a savepoint inside of one. */
export function atomic<T>(
  work: () => Promise<T> | T,
  options: AtomicOptions & { readonly using?: string } = {},
): Promise<T> {
  const { using, ...rest } = options;
  return database(using).atomic(work, rest);
}

/** `database(alias).onCommit(callback)`. */
export function onCommit(callback: () => unknown, options: { readonly using?: string } = {}): void {
  checkOptions('onCommit()', options, { using: option.string });
  database(options.using).onCommit(callback);
}
