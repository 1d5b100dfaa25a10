import type { FastifyRequest } from 'fastify';
import { httpError } from './errors.ts';

/**
 * The page number in the query of a request, from 1; 1 when the query has none.
 *
 * ```ts
 * const page = pageNumber(request); // /movies?page=3 gives 3
 * ```
 *
 * @param parameter - its name in the query. Default `page`.
 * @throws http.page.invalid (404) for anything but a positive whole number: -1, 0, 1.5, abc.
 */
export function pageNumber(request: FastifyRequest, parameter = 'page'): number {
  const { [parameter]: text = '1' } = request.query as Readonly<Record<string, unknown>>;
  const page = wholeNumber(text);
  if (page !== undefined && page > 0) return page;
  throw httpError('http.page.invalid', `"${parameter}" in the query is not a page number.`, {
    hint: 'Pages are counted from 1: use a positive whole number.',
    details: { parameter },
  });
}

/**
 * The whole number in a parameter of the path, such as an id; a 404 page when it is none, so that
 * `/movies/abc` is a page that does not exist.
 *
 * ```ts
 * app.get('/movies/:id', async (request) =>
 *   getObjectOr404(Movie.objects, { id: pathNumber(request, 'id') }));
 * ```
 *
 * @throws http.path.invalid (404), http.route.parameter_missing when the route has no such
 * parameter.
 */
export function pathNumber(request: FastifyRequest, parameter: string): number {
  const { [parameter]: text } = request.params as Readonly<Record<string, unknown>>;
  if (text === undefined) {
    throw httpError(
      'http.route.parameter_missing',
      `The path ${request.routeOptions.url} has no parameter "${parameter}".`,
      { details: { parameter } },
    );
  }
  const value = wholeNumber(text);
  if (value !== undefined) return value;
  throw httpError('http.path.invalid', `"${parameter}" in the path is not a whole number.`, {
    details: { parameter },
  });
}

/** A text of digits without leading zeros, so that a page has one address. */
function wholeNumber(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^(?:0|[1-9][0-9]*)$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
