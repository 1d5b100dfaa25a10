import type { FastifyRequest } from 'fastify';
import { isUptempoError } from '../../core/index.ts';
import type { Failure } from '../failure.ts';
import { nearestRoute } from '../nearest-route.ts';
import { contextOf } from '../request-events.ts';
import type { RouteTable } from '../route-table.ts';
import {
  developmentErrorPage,
  type PlaceInTemplate,
  type ShownQuery,
} from './development-error-page.ts';
import { developmentNotFoundPage } from './development-not-found-page.ts';
import { pathOf } from './request-tables.ts';

/** The page for a failed request in development. */
export async function developmentPage(
  failed: Failure,
  request: FastifyRequest,
  routes: RouteTable,
  styleNonce: string | undefined,
): Promise<string> {
  if (failed.code === 'http.page.not_found') {
    // Those without a line of the application are the framework's own and those of packages.
    const own = routes.entries.filter(({ site }) => site?.location !== undefined);
    const nearest = nearestRoute(pathOf(request), own);
    return developmentNotFoundPage({ failed, request, routes: own, nearest, styleNonce });
  }
  const requestId = contextOf(request)?.id;
  const queries = await queriesSoFar(request);
  const location = await placeInTemplate(failed.error);
  return developmentErrorPage({ failed, request, requestId, queries, location, styleNonce });
}

/** The details of a coded error name the innermost place, that of an included template. */
async function placeInTemplate(error: unknown): Promise<PlaceInTemplate | undefined> {
  const { template, file, line, column } = isUptempoError(error) ? error.details : {};
  if (typeof file === 'string' && typeof line === 'number' && typeof column === 'number') {
    return { template: String(template), file, line, column };
  }
  const { templateLocation } = await import('../../templates/index.ts');
  return templateLocation(error);
}

/** Undefined when nothing records, as when the toolbar is off. */
async function queriesSoFar(request: FastifyRequest): Promise<readonly ShownQuery[] | undefined> {
  const context = contextOf(request);
  if (context === undefined) return undefined;
  const { traceOf } = await import('../../observe/index.ts');
  return traceOf(context)?.queries;
}
