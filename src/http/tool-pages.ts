import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml, type UptempoError } from '../core/index.ts';
import type { BrowserModules } from './browser-modules.ts';
import { httpError } from './errors.ts';

/** Whether a request may see what a tool shows and start what it does. */
export type Permission = (request: FastifyRequest) => boolean | Promise<boolean>;

/**
 * Refuses what a tool's routes are asked for without permission, or by another site. `scope` is
 * the tool's own.
 *
 * @param tool - its name, for the message: `The profiler`.
 */
export function guardTool(scope: FastifyInstance, tool: string, permission: Permission): void {
  markToolRoutes(scope);
  scope.addHook('onRequest', async (request) => {
    if ((await permission(request)) !== true) throw denied(tool);
    if (isForeign(request)) throw crossSite(tool);
  });
}

/** Says of the routes of a scope that they are a tool's, which is no work of the application. */
export function markToolRoutes(scope: FastifyInstance): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, isTool: true };
  });
}

/**
 * Whether another site asks. Browsers say which site does in Sec-Fetch-Site, over plain HTTP in
 * Origin alone. A link of another port or subdomain may be followed, a form of it not be sent.
 */
export function isForeign({ headers, method, host }: FastifyRequest): boolean {
  const isReading = method === 'GET' || method === 'HEAD';
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site') return true;
  if (site === 'same-site') return !isReading || headers['sec-fetch-mode'] !== 'navigate';
  if (site !== undefined || headers.origin === undefined) return false;
  return !URL.canParse(headers.origin) || new URL(headers.origin).host !== host;
}

function denied(tool: string): UptempoError {
  return httpError('http.tool.denied', `${tool} is not shown to whoever asked.`, {
    hint: 'Its option "permission" says who may see it.',
  });
}

function crossSite(tool: string): UptempoError {
  return httpError('http.tool.cross_site', `${tool} was asked for by another site.`);
}

/** A page of a tool, as the links between the tools name it. */
export interface ToolPage {
  readonly name: string;
  /** With a slash at its end. */
  readonly path: string;
}

/** Of each application, by the server that its scopes share. */
const toolPages = new WeakMap<object, ToolPage[]>();

/** Adds a page to the links that the tools' pages of an application show. */
export function addToolPage(scope: FastifyInstance, page: ToolPage): void {
  const pages = [...toolPagesOf(scope), page];
  toolPages.set(
    scope.server,
    pages.sort((one, other) => (one.path < other.path ? -1 : 1)),
  );
}

/** The pages of an application's tools, by their paths. */
export function toolPagesOf(scope: FastifyInstance): readonly ToolPage[] {
  return toolPages.get(scope.server) ?? [];
}

/** Headers of tools' pages: nothing inline, nothing from elsewhere, in no frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Sends the frame of a page, which its script fills.
 *
 * @param script - the address of a browser module; it is written as it is.
 */
export function sendToolPage(reply: FastifyReply, script: string): FastifyReply {
  const tools = JSON.stringify(toolPagesOf(reply.server));
  return noStore(reply)
    .header('content-security-policy', PAGE_POLICY)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="uptempo-tools" content="${escapeHtml(tools)}">
<title>Uptempo</title>
<link rel="icon" href="data:,">
<script type="module" src="${script}"></script>
</head>
<body><noscript>This page needs JavaScript.</noscript></body>
</html>
`,
    );
}

/** Sends what a tool's page asks for; kept by nobody. */
export function sendToolJson(reply: FastifyReply, value: object): FastifyReply {
  return noStore(reply).type('application/json; charset=utf-8').send(JSON.stringify(value));
}

/** Headers of an answer that is meant for whoever asked and for now. */
export function noStore(reply: FastifyReply): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin');
}

/** Adds the route of a tool's browser modules: `assets/VERSION/` and their path in the source. */
export function serveModules(scope: FastifyInstance, modules: BrowserModules): void {
  scope.get('/assets/:version/*', async (request, reply) => {
    const { version, '*': path } = request.params as Readonly<Record<'version' | '*', string>>;
    const script = version === modules.version ? await modules.read(path) : undefined;
    if (script === undefined) {
      throw httpError('http.tool.module_unknown', 'There is no such script in this version.');
    }
    return reply
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .type('text/javascript; charset=utf-8')
      .send(script);
  });
}
