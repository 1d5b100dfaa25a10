import { onTestFinished } from 'vitest';
import { type QueryEvent, queryChannel } from '../../src/events/index.ts';

/** A statement as it went to the database, its parameters copied. */
export interface SentStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly kind: QueryEvent['origin']['kind'];
  readonly subject: string | undefined;
  readonly database: string;
  readonly rowCount: number;
  readonly error: unknown;
}

/** The list that all statements are added to from here to the end of the test. */
export function recordStatements(): SentStatement[] {
  const sent: SentStatement[] = [];
  onTestFinished(queryChannel.subscribe((event) => sent.push(copyOf(event))));
  return sent;
}

/** The statements that `work` sends, BEGIN and COMMIT included. */
export async function statementsOf(work: () => PromiseLike<unknown>): Promise<SentStatement[]> {
  const sent: SentStatement[] = [];
  const stop = queryChannel.subscribe((event) => sent.push(copyOf(event)));
  try {
    await work();
  } finally {
    stop();
  }
  return sent;
}

/** Their text alone. */
export async function sqlOf(work: () => PromiseLike<unknown>): Promise<string[]> {
  return (await statementsOf(work)).map(({ sql }) => sql);
}

/** How many statements `work` sends, transactions not counted. */
export async function countQueries(work: () => PromiseLike<unknown>): Promise<number> {
  return (await statementsOf(work)).filter(({ kind }) => kind !== 'transaction').length;
}

function copyOf(event: QueryEvent): SentStatement {
  const { sql, parameters, origin, database, rowCount, error } = event;
  const { kind, subject } = origin;
  return { sql, parameters: [...parameters], kind, subject, database, rowCount, error };
}
