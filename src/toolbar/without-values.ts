import type { TracedError } from '../observe/index.ts';
import { fingerprintSql, MASK } from '../observe/index.ts';
import { maskValuesInUrl } from './mask-url.ts';
import type { NamedValue, RequestDetails } from './request-details.ts';
import type { StorableDocument } from './trace-document.ts';

/** Parts of a document that hold no values of users; whatever is new has to be looked at first. */
const PLAIN = [
  'id',
  'method',
  'route',
  'routeName',
  'startedAt',
  'totalMs',
  'status',
  'contentType',
  'contentLength',
  'totals',
  'dropped',
  'plans',
  'relationLoads',
  'resultSets',
  'account',
  'findings',
  'suppressed',
  'isFirst',
] as const satisfies readonly (keyof StorableDocument)[];

/**
 * A document without what users have sent or the database holds: parameters and literals of
 * statements, values in addresses, keys of caches, attributes of spans, texts of errors. Shapes,
 * names, times and lines stay.
 */
export function withoutValues(document: StorableDocument): StorableDocument {
  const plain = Object.fromEntries(PLAIN.map((name) => [name, document[name]]));
  return {
    ...(plain as Pick<StorableDocument, (typeof PLAIN)[number]>),
    url: maskValuesInUrl(document.url),
    error: withoutText(document.error),
    queries: document.queries.map((query) => ({
      ...query,
      sql: fingerprintSql(query.sql),
      parameters: null,
      error: withoutText(query.error),
    })),
    templates: document.templates.map((template) => ({
      template: template.template,
      file: template.file,
      depth: template.depth,
      offsetMs: template.offsetMs,
      durationMs: template.durationMs,
      outputLength: template.outputLength,
      contextNames: template.contextNames,
      contextTexts: null,
      error: withoutText(template.error),
    })),
    cacheCalls: document.cacheCalls.map((call) => ({
      ...call,
      keys: [],
      error: withoutText(call.error),
    })),
    spans: document.spans.map((span) => ({
      ...span,
      name: span.kind === 'http-client' ? maskValuesInUrl(span.name) : span.name,
      attributes: {},
      error: withoutText(span.error),
    })),
    logs: [],
    signals: [],
    panels: [],
    redirectedFrom: null,
    keysNeverHit: [],
    request: document.request && detailsWithoutValues(document.request),
  };
}

/** Messages of databases and parsers quote what they were given. */
function withoutText(error: TracedError | null): TracedError | null {
  return error && { ...error, message: 'Not stored.', hint: undefined };
}

function detailsWithoutValues(details: RequestDetails): RequestDetails {
  return {
    httpVersion: details.httpVersion,
    clientAddress: MASK,
    parameters: details.parameters.map(masked),
    query: details.query.map(masked),
    cookies: details.cookies.map(masked),
    form: details.form.map(masked),
    requestHeaders: details.requestHeaders.map(maskedHeader),
    responseHeaders: details.responseHeaders.map(maskedHeader),
  };
}

function masked({ name }: NamedValue): NamedValue {
  return { name, value: MASK };
}

/** Headers that tell of the client's program and of the answer, and nothing of its user. */
const TELLING =
  /^(?:accept(?:-encoding|-language)?|user-agent|host|connection|content-(?:type|length|encoding|language)|cache-control|vary|date|age|server-timing|sec-(?:fetch|ch)-.*|x-content-type-options)$/i;

function maskedHeader(header: NamedValue): NamedValue {
  return TELLING.test(header.name) ? header : masked(header);
}
