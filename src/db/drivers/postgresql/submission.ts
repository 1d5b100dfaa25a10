import type { LaneWait } from '../../connection/lane-wait.ts';
import type { PostgresqlConnection } from './connection.ts';

/** A statement that somebody waits for, wherever it will run. */
export interface Submission {
  readonly sql: string;
  readonly isWrite: boolean;
  readonly run: (connection: PostgresqlConnection) => Promise<unknown>;
  /** Written while somebody observes it. */
  readonly wait: LaneWait | undefined;
  /** `performance.now()` when it was asked for, if it is observed. */
  readonly askedMs: number;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Whether it was sent before and its connection ended under it. */
  isRepeated: boolean;
}
