import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorOptions, isUptempoError } from '../../../core/index.ts';
import type { DbErrorCode } from '../../errors.ts';
import type { DatabaseValue, RawRow } from '../../sql/statement.ts';
import { SqliteConnection } from './connection.ts';
import { translateSqliteError } from './errors.ts';
import type { SqliteSettings } from './settings.ts';

/** The thread behind `OffThreadLane`: reads, one after the other, over a connection of its own. */

export interface ReadRequest {
  readonly sql: string;
  readonly values: DatabaseValue[];
}

/** Errors lose their class on the way between threads. */
export type ReadAnswer =
  | { readonly rows: readonly RawRow[] }
  | {
      readonly code: DbErrorCode;
      readonly message: string;
      readonly options: Pick<ErrorOptions, 'hint' | 'details'>;
    };

const settings: SqliteSettings = workerData;
const connection = new SqliteConnection(settings);

parentPort?.on('message', (request: ReadRequest) => parentPort?.postMessage(answer(request)));

function answer({ sql, values }: ReadRequest): ReadAnswer {
  try {
    const statement = { sql, bindings: [], isWrite: false, returnsRows: true };
    return { rows: connection.query(statement, values) };
  } catch (error) {
    const { code, message, hint, details } = isUptempoError(error)
      ? error
      : translateSqliteError(error, sql, settings.path);
    const options = hint === undefined ? { details } : { hint, details };
    return { code: code as DbErrorCode, message, options };
  }
}
