import type { FastifyRequest } from 'fastify';
import { type Html, html } from './html.ts';

/** Names whose values are never shown. */
const SECRET = /cookie|authorization|token|secret|passw|api-?key|session|signature/i;

/** The request as tables: what was asked, the path's parameters, the query, the headers. */
export function requestTables(request: FastifyRequest): Html {
  const { url } = request.routeOptions;
  return html`<section>
<h2>Request</h2>
${table({
  Method: request.method,
  Path: pathOf(request),
  Route: url ?? 'none matched',
  Name: request.routeOptions.config?.name,
})}
${url !== undefined && titled('Path parameters', request.params)}
${titled('Query', request.query)}
<details class="frame"><summary class="place">Headers</summary>${table({ ...request.headers })}</details>
</section>`;
}

/** The path a request asked for, without its query, which may hold secrets. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!;
}

function titled(title: string, values: unknown): Html | undefined {
  const entries = { ...(values as Readonly<Record<string, unknown>> | null | undefined) };
  if (Object.keys(entries).length === 0) return undefined;
  return html`<h3>${title}</h3>${table(entries)}`;
}

function table(values: Readonly<Record<string, unknown>>): Html {
  const rows = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => html`<tr><th scope="row">${name}</th><td>${shown(name, value)}</td></tr>`,
    );
  return html`<div class="table"><table><tbody>${rows}</tbody></table></div>`;
}

function shown(name: string, value: unknown): string {
  if (SECRET.test(name)) return '•••••• (hidden)';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
