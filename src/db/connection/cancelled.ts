import type { UptempoError } from '../../core/index.ts';
import { dbError } from '../errors.ts';

/** A statement whose signal was aborted before it was sent. */
export function queryCancelled(): UptempoError {
  return dbError('db.query.cancelled', 'A query was cancelled before it ran.', {
    hint: 'Its signal was aborted, which happens when a request is cancelled.',
  });
}
