import { isUptempoError } from '../../core/index.ts';
import type { Failure } from '../failure.ts';
import { framesOf } from '../source-excerpt.ts';
import { shortPath } from './source-frame.ts';

/** The JSON for a failed request in development: what production says, and where to look. */
export function developmentJson(failed: Failure, requestId: string | undefined): object {
  const { code, message, hint, error } = failed;
  const at = framesOf(error).map(({ file, line }) => `${shortPath(file)}:${line}`);
  return { error: { code, message, hint, requestId, ...detailsOf(error), at } };
}

function detailsOf(error: unknown): object {
  if (!isUptempoError(error) || Object.keys(error.details).length === 0) return {};
  return { details: error.details };
}
