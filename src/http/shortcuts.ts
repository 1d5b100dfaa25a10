import { isUptempoError, type UptempoError } from '../core/index.ts';
import type { CheckedConditions, Condition, QuerySet } from '../orm/index.ts';
import { httpError } from './errors.ts';

/**
 * The one row that meets the conditions; a 404 page when there is none, or when a value cannot
 * be one of the column's, as in `/movies/abc`. One query.
 *
 * ```ts
 * const movie = await getObjectOr404(Movie.objects.selectRelated('director'), { id });
 * ```
 *
 * @throws http.object.not_found (404), orm.multiple_found
 */
export async function getObjectOr404<
  M,
  Only,
  Defer,
  Related,
  Extra,
  Result,
  const Given extends object = Condition<M>,
>(
  queryset: QuerySet<M, Only, Defer, Related, Extra, Result>,
  conditions: CheckedConditions<M, Given, Extra>,
): Promise<Result> {
  try {
    return await queryset.get(conditions);
  } catch (error) {
    if (isUptempoError(error, 'orm.not_found') || isUptempoError(error, 'orm.value.invalid')) {
      throw httpError('http.object.not_found', 'What this address names does not exist.', {
        cause: error,
      });
    }
    throw error;
  }
}

/** The error that answers with a 404 page: `throw notFound('There is no such movie.')`. */
export function notFound(message = 'What this address names does not exist.'): UptempoError {
  return httpError('http.object.not_found', message);
}

/** The error that answers with a 400 page: `throw badRequest('The year must be a number.')`. */
export function badRequest(message: string): UptempoError {
  return httpError('http.request.bad', message);
}
