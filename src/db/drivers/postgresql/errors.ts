import { isUptempoError, type UptempoError } from '../../../core/index.ts';
import { dbError } from '../../errors.ts';
import { constraintError } from './constraint-errors.ts';

/** The fields of a server's error message that are used here. */
export interface ServerError extends Error {
  /** SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly code: string;
  readonly severity?: string;
  readonly detail?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

/** What an error says about itself; never a value. */
export interface FailureOptions {
  readonly cause?: unknown;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The coded error for what `pg`, or a server through it, reported of a statement. */
export function translatePostgresqlError(error: unknown, sql: string): UptempoError {
  if (isUptempoError(error)) return error;
  if (!isServerError(error)) return lostConnection(error, { cause: error, details: { sql } });
  const details = { sql, sqlstate: error.code };
  // Messages of classes 22 and 23 quote values, so they are not kept as a cause.
  if (error.code.startsWith('23')) return constraintError(error, { details });
  if (error.code.startsWith('22')) return valueError(error, { details });
  return statementError(error, { cause: error, details });
}

/** The coded error for a connection that could not be opened. */
export function connectFailure(error: unknown, target: string): UptempoError {
  const cause = error;
  const reason = reasonOf(error);
  if (isServerError(error) && error.code === '53300') {
    return dbError('db.connection.limit', `The server takes no more connections: ${reason}.`, {
      hint: 'Lower poolSize, or raise max_connections; many processes need a proxy such as PgBouncer.',
      cause,
    });
  }
  return dbError('db.connection.failed', `Cannot connect to ${target}: ${reason}.`, {
    hint: connectHint(error),
    cause,
  });
}

/** Whether the server is up but not ready for connections yet. */
export function isStarting(error: unknown): boolean {
  return isServerError(error) && error.code === '57P03';
}

/** Whether the server has ended the session with this error. */
export function isFatal(error: unknown): boolean {
  return isServerError(error) && (error.severity === 'FATAL' || error.severity === 'PANIC');
}

/** A statement, COMMIT too, in a transaction that has failed. */
export function abortedTransaction(sql: string): UptempoError {
  return dbError('db.transaction.aborted', 'A statement of this transaction failed before.', {
    hint: 'PostgreSQL undoes it as a whole. Put what may fail into an atomic() of its own.',
    details: { sql },
  });
}

/** Whether a prepared statement has to be prepared anew. */
export function isStaleStatement(error: unknown): boolean {
  return isUptempoError(error) && error.details.isStale === true;
}

function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    'severity' in error &&
    'code' in error &&
    typeof error.code === 'string'
  );
}

function reasonOf(error: unknown): string {
  // Node tries each address of a name, and tells of all of them at once.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return (first instanceof Error ? first.message : String(first)).replace(/\.$/, '');
}

function connectHint(error: unknown): string {
  if (isServerError(error)) {
    if (error.code === '3D000') return 'Create the database: createdb NAME.';
    if (error.code.startsWith('28')) return 'Check the user and the password of the address.';
  }
  return 'Is the server running, and are host and port of the address right?';
}

function lostConnection(error: unknown, options: FailureOptions): UptempoError {
  return dbError('db.connection.lost', `The connection was lost: ${reasonOf(error)}.`, {
    ...options,
    hint: 'Try again. Whether a write, or a commit, was still done can only be looked up.',
  });
}

/** Class 22: values that do not fit. */
function valueError(error: ServerError, options: FailureOptions): UptempoError {
  switch (error.code) {
    case '22001':
      return dbError('db.value.too_long', 'A text is longer than its column takes.', {
        ...options,
        hint: 'Check the length before, or raise maxLength of the field.',
      });
    case '22012':
      return dbError('db.division_by_zero', 'A statement divides by zero.', {
        ...options,
        hint: 'Divide by NullIf(value, 0), which gives NULL there.',
      });
    case '2201B':
      return dbError('db.value.invalid', 'A regular expression is not one PostgreSQL reads.', {
        ...options,
        hint: 'Its syntax differs from that of JavaScript: no lookbehind before version 14, no \\p{…}.',
      });
    default:
      return dbError('db.value.invalid', 'A value does not fit its type or its column.', {
        ...options,
        hint: 'A number may be too large, a date not exist, a text hold a NUL character.',
      });
  }
}

function statementError(error: ServerError, options: FailureOptions): UptempoError {
  const named = /"(.*?)"/.exec(error.message)?.[1];
  switch (error.code) {
    case '40001':
      return dbError('db.serialization', 'Another transaction changed what this one had read.', {
        ...options,
        hint: 'Run the transaction again: atomic(work, { retry: 3 }).',
      });
    case '40P01':
      return dbError('db.deadlock', 'Two transactions waited for each other; this one was ended.', {
        ...options,
        hint: 'Lock rows in the same order everywhere, or run it again: atomic(work, { retry: 3 }).',
      });
    case '55P03':
      return dbError('db.lock.unavailable', 'A row or table is locked by another transaction.', {
        ...options,
        hint: 'Try again later, or wait for it: leave nowait out.',
      });
    case '42P01':
      return dbError('db.table.missing', `There is no table "${named}" in the database.`, {
        ...options,
        hint: 'Run `uptempo migrate` to create the tables.',
      });
    case '42703':
      return dbError('db.column.missing', `There is no column "${named}".`, {
        ...options,
        hint: 'The table is older than the model; bring it up to date.',
      });
    default:
      return sessionError(error, options);
  }
}

/** What has to do with the session, the transaction or the server more than with the statement. */
function sessionError(error: ServerError, options: FailureOptions): UptempoError {
  switch (error.code) {
    case '57014':
      return cancelled(error, options);
    case '25P02':
      return abortedTransaction(String(options.details.sql));
    case '25006':
      return dbError('db.transaction.read_only', 'A transaction that only reads tried to write.', {
        ...options,
        hint: 'Leave isReadOnly out, or write in another transaction.',
      });
    case '42501':
      return dbError('db.permission.denied', `The database refused: ${error.message}.`, {
        ...options,
        hint: 'Grant the right to the role of the address.',
      });
    case '53100':
    case '58030':
      return dbError('db.disk', `The database could not be written: ${error.message}.`, {
        ...options,
        hint: 'Look at the free space of the server.',
      });
    case '26000':
      return failed(error, { ...options, details: { ...options.details, isStale: true } });
    case '0A000': {
      const isStale = error.message.includes('cached plan');
      return failed(error, { ...options, details: { ...options.details, isStale } });
    }
  }
  const isLost = isFatal(error) || error.code.startsWith('08');
  return isLost ? lostConnection(error, options) : failed(error, options);
}

function cancelled(error: ServerError, options: FailureOptions): UptempoError {
  if (error.message.includes('statement timeout')) {
    return dbError('db.timeout', 'A statement took longer than statementTimeoutMs.', {
      ...options,
      hint: 'Look at its plan with explain(), or raise statementTimeoutMs in the settings.',
    });
  }
  return dbError('db.query.cancelled', 'A query was cancelled while it ran.', {
    ...options,
    hint: 'Its signal was aborted, as when a request is cancelled, or an administrator did it.',
  });
}

function failed(error: ServerError, options: FailureOptions): UptempoError {
  return dbError(
    'db.statement.failed',
    `The database refused the statement: ${error.message}.`,
    options,
  );
}
