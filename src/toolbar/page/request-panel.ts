import { bytes, clockTime, duration, element } from '../../browser/index.ts';
import type { NamedValue } from '../request-details.ts';
import type { TraceDocument } from '../trace-document.ts';
import { valueSection } from './value-section.ts';

/** Method, route, headers and what went wrong, if anything. Secrets never reach this script. */
export function requestPanel(trace: TraceDocument): HTMLElement {
  const { request } = trace;
  return element(
    'div',
    { class: 'request' },
    trace.error !== null && valueSection('Error', errorValues(trace.error)),
    valueSection('Request', generalValues(trace)),
    valueSection('Route parameters', request?.parameters ?? []),
    valueSection('Query string', request?.query ?? []),
    valueSection('Form fields', request?.form ?? []),
    valueSection('Cookies', request?.cookies ?? []),
    valueSection('Request headers', request?.requestHeaders ?? []),
    valueSection('Response headers', request?.responseHeaders ?? []),
  );
}

function generalValues(trace: TraceDocument): NamedValue[] {
  const { request } = trace;
  return [
    { name: 'URL', value: `${trace.method} ${trace.url}` },
    { name: 'Route', value: trace.route ?? (trace.status === 404 ? 'none matched' : 'not known') },
    { name: 'Route name', value: trace.routeName ?? '–' },
    { name: 'Status', value: trace.status === null ? 'still running' : String(trace.status) },
    { name: 'Total', value: trace.totalMs === null ? 'still running' : duration(trace.totalMs) },
    { name: 'Began', value: clockTime(trace.startedAt) },
    { name: 'Content type', value: trace.contentType ?? '–' },
    { name: 'Length', value: trace.contentLength === null ? '–' : bytes(trace.contentLength) },
    { name: 'Client', value: request?.clientAddress ?? '–' },
    { name: 'Trace', value: trace.id },
  ];
}

function errorValues(error: NonNullable<TraceDocument['error']>): NamedValue[] {
  return [
    { name: error.code ?? error.name, value: error.message },
    ...(error.hint === undefined ? [] : [{ name: 'Hint', value: error.hint }]),
  ];
}
