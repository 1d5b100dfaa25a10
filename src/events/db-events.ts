import type { CallSite } from './call-site.ts';
import { defineChannel } from './channel.ts';
import type { RequestContext } from './request-context.ts';

/** Why a statement runs; the ORM fills it in, raw SQL has `kind: 'raw'`. */
export interface QueryOrigin {
  /**
   * `queryset`: rows or a count the application asked for. `relation`: a relation loaded on
   * access. `prefetch`: a relation loaded with its QuerySet. `write`: insert, update, delete.
   * `transaction`: BEGIN, COMMIT, SAVEPOINT and the like. `schema`: DDL. `raw`: the caller's SQL.
   */
  readonly kind: 'queryset' | 'relation' | 'prefetch' | 'write' | 'transaction' | 'schema' | 'raw';
  /** What it is about, such as `Movie` or `Movie.director`; undefined for raw SQL. */
  readonly subject: string | undefined;
  /** Where the application made the QuerySet or the call. */
  readonly site: CallSite | undefined;
}

/** Published once per statement, after its rows have arrived or it has failed. */
export interface QueryEvent {
  readonly context: RequestContext | undefined;
  /** Alias of the database in the settings, `default` unless told otherwise. */
  readonly database: string;
  readonly sql: string;
  /** By reference and not to be kept: recorders copy what their settings allow. */
  readonly parameters: readonly unknown[];
  /** `performance.now()` when the caller asked for the statement. */
  readonly startedMs: number;
  /** Milliseconds it waited for a connection or for another transaction. */
  readonly waitMs: number;
  /** Milliseconds in the database driver, waiting excluded. */
  readonly durationMs: number;
  /** Whether it had the thread meanwhile, as an embedded database does. */
  readonly isBlocking: boolean;
  /** Rows returned, or rows changed by a write. */
  readonly rowCount: number;
  readonly origin: QueryOrigin;
  readonly error: unknown;
}

export const queryChannel = defineChannel<QueryEvent>('uptempo:db:query');
