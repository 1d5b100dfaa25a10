import type { FastifyRequest } from 'fastify';
import type { Failure } from '../failure.ts';
import type { RouteEntry } from '../route-table.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { pathOf, requestTables } from './request-tables.ts';
import { shortPath } from './source-frame.ts';

export interface NotFoundFacts {
  readonly failed: Failure;
  readonly request: FastifyRequest;
  readonly routes: readonly RouteEntry[];
  /** The route that looks most like the path, if any does. */
  readonly nearest: RouteEntry | undefined;
  readonly styleNonce: string | undefined;
}

/** What was tried, for a developer who mistyped a path or forgot a route. */
export function developmentNotFoundPage(facts: NotFoundFacts): string {
  const { failed, request, routes, nearest, styleNonce } = facts;
  const body = html`<header class="calm-tone"><div class="wrap">
<p class="eyebrow"><strong>${failed.status} ${failed.title}</strong> · ${request.method}</p>
<h1>${failed.message}</h1>
<p class="pill mono">${failed.code}</p>
${failed.hint !== undefined && html`<p class="hint"><b>Hint</b>${failed.hint}</p>`}
</div></header>
<main><div class="wrap">
<section><h2>Routes that were tried <small>${routes.length}</small></h2>${routeTable(routes, nearest)}</section>
${requestTables(request)}
</div></main>
<footer><div class="wrap">Uptempo in development mode. Production shows none of this.</div></footer>`;
  return layout({ title: `${failed.status} · ${pathOf(request)}`, body, styleNonce });
}

function routeTable(routes: readonly RouteEntry[], nearest: RouteEntry | undefined): Html {
  if (routes.length === 0) return html`<p class="empty">This app has no routes yet.</p>`;
  const rows = routes.map(
    (route) => html`<tr${route === nearest && html` class="nearest"`}>
<td class="mono">${route.methods.join(', ')}</td><td class="mono">${coloured(route.path)}</td>
<td>${route.name ?? ''}</td><td class="mono">${site(route)}</td></tr>`,
  );
  return html`<div class="table"><table>
<thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Name</th><th scope="col">Added at</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

/** The path with its parameters set off from its text. */
function coloured(path: string): readonly Html[] {
  return path
    .split(/((?<!:):[^/:\-.(]+)/)
    .map((piece, index) =>
      index % 2 === 1 ? html`<span class="parameter">${piece}</span>` : html`${piece}`,
    );
}

function site({ site: callSite }: RouteEntry): string {
  const location = callSite?.location;
  return location === undefined ? '' : `${shortPath(location.file)}:${location.line}`;
}
