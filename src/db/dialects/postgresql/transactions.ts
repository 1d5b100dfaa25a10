import type { IsolationLevel, TransactionMode } from '../dialect.ts';

const LEVELS: Readonly<Record<IsolationLevel, string>> = {
  readCommitted: 'READ COMMITTED',
  repeatableRead: 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
};

/** A transaction that only reads sees one state throughout, as it does on SQLite. */
export function beginPostgresql({ isolation, isReadOnly }: TransactionMode): string {
  const level = isolation ?? (isReadOnly ? 'repeatableRead' : undefined);
  const words = ['BEGIN'];
  if (level !== undefined) words.push(`ISOLATION LEVEL ${LEVELS[level]}`);
  if (isReadOnly) words.push('READ ONLY');
  return words.join(' ');
}
