import type { Attributes, SpanKind } from '@opentelemetry/api';
import { database } from '../../db/index.ts';
import type { CacheEvent, QueryEvent, SpanEvent, TemplateRenderEvent } from '../../events/index.ts';
import { fingerprintSql } from '../../sql-text/index.ts';
import { errorType } from './error-type.ts';
import { summaryOf } from './query-summary.ts';

/** A span of something that has ended. */
export interface FinishedSpan {
  readonly kind: SpanKind;
  readonly described: {
    readonly name: string;
    readonly startedMs: number;
    readonly durationMs: number;
    readonly attributes: Attributes;
    readonly hasFailed: boolean;
  };
}

type Described = FinishedSpan['described'];

/** Characters of a statement that are read and kept. */
const MAX_STATEMENT = 4_000;

/**
 * By the semantic conventions for SQL databases. The text has `?` in place of all values, those that
 * were written into it too. The time for a connection is part of the span and stands beside it.
 */
export function querySpan(event: QueryEvent): Described {
  const { startedMs, waitMs, durationMs, rowCount, origin, error } = event;
  const text = fingerprintSql(event.sql.slice(0, MAX_STATEMENT));
  const { operation, collection, summary } = summaryOf(text);
  const type = errorType(error);
  return {
    name: summary,
    startedMs,
    durationMs: waitMs + durationMs,
    attributes: {
      'db.system.name': systemOf(event.database),
      'db.namespace': event.database,
      'db.operation.name': operation,
      ...(collection !== undefined && { 'db.collection.name': collection }),
      'db.query.summary': summary,
      'db.query.text': text,
      'db.response.returned_rows': rowCount,
      'uptempo.db.wait_ms': waitMs,
      'uptempo.db.origin': origin.kind,
      ...(type !== undefined && { 'error.type': type }),
    },
    hasFailed: type !== undefined,
  };
}

/** Keys are left out: they may hold names of users. */
export function cacheSpan(event: CacheEvent): Described {
  const { cache, backend, operation, keys, hits, misses, startedMs, durationMs, error } = event;
  const type = errorType(error);
  return {
    name: `cache ${operation} ${cache}`,
    startedMs,
    durationMs,
    attributes: {
      'uptempo.cache.name': cache,
      'uptempo.cache.backend': backend,
      'uptempo.cache.operation': operation,
      'uptempo.cache.keys': keys.length,
      'uptempo.cache.hits': hits,
      'uptempo.cache.misses': misses,
      ...(type !== undefined && { 'error.type': type }),
    },
    hasFailed: type !== undefined,
  };
}

export function templateSpan(event: TemplateRenderEvent): Described {
  const { template, startedMs, durationMs, error } = event;
  const type = errorType(error);
  return {
    name: `render ${template}`,
    startedMs,
    durationMs,
    attributes: {
      'uptempo.template.name': template,
      ...(type !== undefined && { 'error.type': type }),
    },
    hasFailed: type !== undefined,
  };
}

export function ownSpan({
  name,
  kind,
  startedMs,
  durationMs,
  attributes,
  error,
}: SpanEvent): Described {
  const type = errorType(error);
  return {
    name,
    startedMs,
    durationMs,
    attributes: {
      ...attributes,
      'uptempo.span.kind': kind,
      ...(type !== undefined && { 'error.type': type }),
    },
    hasFailed: type !== undefined,
  };
}

/** `postgresql`, `sqlite`; a database that is not connected any more is some SQL. */
function systemOf(alias: string): string {
  try {
    return database(alias).dialect.name;
  } catch {
    return 'other_sql';
  }
}
