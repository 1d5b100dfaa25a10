import type { FastifyRequest } from 'fastify';
import { isUptempoError } from '../../core/index.ts';
import type { Failure } from '../failure.ts';
import { framesOf, stackBelowMessage } from '../source-excerpt.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { layout } from './layout.ts';
import { pathOf, requestTables } from './request-tables.ts';
import { foldedFrame, openFrame } from './source-frame.ts';

/** A query that ran before the failure, as far as the page shows it. */
export interface ShownQuery {
  readonly sql: string;
  readonly durationMs: number;
  readonly rowCount: number;
}

/** Where in a template it happened. */
export interface PlaceInTemplate {
  readonly template: string;
  /** Absolute path; undefined for a template that is no file. */
  readonly file: string | undefined;
  readonly line: number;
  readonly column: number;
}

export interface DevelopmentErrorFacts {
  readonly failed: Failure;
  readonly request: FastifyRequest;
  readonly requestId: string | undefined;
  /** Undefined when nothing recorded them. */
  readonly queries: readonly ShownQuery[] | undefined;
  readonly location: PlaceInTemplate | undefined;
  readonly styleNonce: string | undefined;
}

/** Everything a developer needs to find a failure. Never sent in production. */
export function developmentErrorPage(facts: DevelopmentErrorFacts): string {
  const { failed, request, requestId, queries, location, styleNonce } = facts;
  const origin = originOf(failed.error);
  const body = html`${header(facts)}
<main><div class="wrap">
${location !== undefined && templateSection(location)}
${sourceSection(origin, location)}
${causeSection(origin)}
${queries !== undefined && querySection(queries)}
${requestTables(request)}
${stackSection(origin)}
</div></main>
<footer><div class="wrap">Uptempo in development mode. Production shows none of this.${
    requestId !== undefined && html` Request <span class="mono">${requestId}</span>`
  }</div></footer>`;
  return layout({ title: `${failed.message} · ${failed.status}`, body, styleNonce });
}

/** A coded error from a template is a copy that names the place; the first one has the stack. */
function originOf(error: unknown): unknown {
  const cause = isUptempoError(error) ? error.cause : undefined;
  return isUptempoError(error) && isUptempoError(cause, error.code) ? originOf(cause) : error;
}

function header({ failed, request, location }: DevelopmentErrorFacts): Html {
  const [headline, ...paragraphs] = failed.message.split('\n\n');
  // The excerpt in the message of a template's error is shown below, with more lines.
  const rest = location === undefined ? paragraphs : [];
  return html`<header${failed.status < 500 && html` class="calm-tone"`}><div class="wrap">
<p class="eyebrow"><strong>${failed.status} ${failed.title}</strong> · ${request.method} ${pathOf(request)}</p>
<h1>${kind(failed.error)}${headline}</h1>
${rest.length > 0 && html`<pre class="rest">${rest.join('\n\n')}</pre>`}
<p class="pill mono">${failed.code}</p>
${failed.hint !== undefined && html`<p class="hint"><b>Hint</b>${failed.hint}</p>`}
</div></header>`;
}

/** `TypeError` and the like; a coded error is told by its code. */
function kind(error: unknown): Html | undefined {
  if (isUptempoError(error)) return undefined;
  const name = error instanceof Error ? error.name : typeof error;
  return html`<span class="kind">${name}</span> `;
}

function templateSection({ template, file, line, column }: PlaceInTemplate): Html | undefined {
  if (file === undefined) return undefined;
  return html`<section>
<h2>In the template <small>${template}</small></h2>
${openFrame({ file, line, column, functionName: undefined })}
</section>`;
}

function sourceSection(error: unknown, location: PlaceInTemplate | undefined): Html | undefined {
  const [first, ...rest] = framesOf(error).filter(({ file }) => file !== location?.file);
  if (first === undefined) return undefined;
  return html`<section>
<h2>Where it was thrown</h2>
${openFrame(first)}
${rest.map(foldedFrame)}
</section>`;
}

function causeSection(error: unknown): HtmlValue {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause === undefined) return undefined;
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return html`<section>
<h2>Caused by</h2>
<p class="cause">${message}</p>
${framesOf(cause).map(foldedFrame)}
</section>
${causeSection(cause)}`;
}

function querySection(queries: readonly ShownQuery[]): Html {
  const total = queries.reduce((sum, query) => sum + query.durationMs, 0);
  const rows = queries.map(
    ({ sql, durationMs, rowCount }, index) => html`<tr><td class="number">${index + 1}</td>
<td class="sql">${sql}</td><td class="number">${rowCount}</td><td class="number">${durationMs.toFixed(2)}</td></tr>`,
  );
  return html`<section>
<h2>Queries so far <small>${queries.length}, ${total.toFixed(1)} ms</small></h2>
${
  rows.length === 0
    ? html`<p class="empty">None ran before the failure.</p>`
    : html`<div class="table"><table><thead><tr><th class="number" scope="col">#</th><th scope="col">SQL</th><th class="number" scope="col">Rows</th><th class="number" scope="col">ms</th></tr></thead><tbody>${rows}</tbody></table></div>`
}
</section>`;
}

function stackSection(error: unknown): Html | undefined {
  const stack = stackBelowMessage(error);
  if (stack === '') return undefined;
  return html`<section>
<details class="frame"><summary class="place">The whole stack, the framework’s frames in it</summary><pre class="stack">${stack}</pre></details>
</section>`;
}
