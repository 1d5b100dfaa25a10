import type { PostgresqlConnection } from './connection.ts';

/** A statement that somebody waits for, wherever it will run. */
export interface Submission {
  readonly sql: string;
  readonly isWrite: boolean;
  readonly run: (connection: PostgresqlConnection) => Promise<unknown>;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Whether it was sent before and its connection ended under it. */
  isRepeated: boolean;
}
