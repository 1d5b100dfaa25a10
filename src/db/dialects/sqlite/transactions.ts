import type { TransactionMode } from '../dialect.ts';

/**
 * SQLite knows one level, serializable, which gives what the others promise. IMMEDIATE takes the
 * write lock at the start, so that a transaction that reads first cannot fail at its first write.
 */
export function beginSqlite({ isReadOnly }: TransactionMode): string {
  return isReadOnly ? 'BEGIN' : 'BEGIN IMMEDIATE';
}
