import type { UptempoError } from '../../../../core/index.ts';
import { dbError } from '../../../errors.ts';

/** The bytes are not what the protocol says; the connection cannot be used any more. */
export function malformedMessage(): UptempoError {
  return protocolError('The server sent a message that is not well formed.');
}

export function unexpectedMessage(code: number): UptempoError {
  const letter = String.fromCharCode(code);
  return protocolError(`The server sent the message "${letter}" where it has no place.`);
}

export function protocolError(message: string): UptempoError {
  return dbError('db.protocol', message, {
    hint: 'Is there a proxy in between? Try without it, and report it if it happens without one.',
  });
}

export function connectionLost(cause: unknown): UptempoError {
  return dbError('db.connection.lost', 'The connection to the database was lost.', {
    hint: 'Whether the statement took effect is unknown. Queries from now on use a new connection.',
    cause,
  });
}

export function connectionClosed(): UptempoError {
  return dbError('db.closed', 'A query ran on a connection that has been closed.', {
    hint: 'Await all queries before disconnect().',
  });
}

export function copyRefused(): UptempoError {
  return dbError('db.copy.unsupported', 'COPY does not run as an ordinary statement.', {
    hint: 'Use bulkCreate() to write many rows, and iterator() to read many.',
  });
}

export function copyExpected(): UptempoError {
  return dbError('db.copy.unsupported', 'The statement is no COPY … FROM STDIN.', {
    hint: 'Rows can only be copied with a statement that asks the client for them.',
  });
}

export function tooManyParameters(count: number): UptempoError {
  return dbError('db.parameters.too_many', `The statement has ${count} parameters.`, {
    hint: 'PostgreSQL takes 65,535 at most. Send the values as one array, or in several statements.',
  });
}

export function zeroInSql(): UptempoError {
  return dbError('db.statement.failed', 'The SQL has a NUL character in it.', {
    hint: 'Values belong in parameters; PostgreSQL stores no NUL in texts either.',
  });
}

export function wrongEncoding(encoding: string): UptempoError {
  return dbError('db.protocol', `The connection was switched to the encoding ${encoding}.`, {
    hint: 'Only UTF8 is read; leave client_encoding alone.',
  });
}

export function queryCancelled(): UptempoError {
  return dbError('db.query.cancelled', 'The query was cancelled before it ran.', {
    hint: 'Its signal was aborted, which happens when a request is cancelled.',
  });
}

export function unreadableTimestamp(): UptempoError {
  return dbError('db.protocol', 'The server writes timestamps in another style than ISO.', {
    hint: 'Leave DateStyle at ISO, in postgresql.conf and for the role.',
  });
}
