import { declareErrors } from '../core/index.ts';

export const httpError = declareErrors({
  'http.route.unknown': { summary: 'A URL was asked for with a route name that no route has.' },
  'http.route.duplicate_name': { summary: 'Two routes with different paths have the same name.' },
  'http.route.parameter_missing': {
    summary: 'A URL was asked for without a value for each parameter of the route.',
  },
  'http.route.parameter_unknown': {
    summary: 'A URL was asked for with a parameter that the route does not have.',
  },
  'http.route.parameter_invalid': {
    summary: 'A parameter has a value that cannot stand in the path of the route.',
  },
  'http.page.not_found': { summary: 'No route matches the path of the request.', status: 404 },
  'http.method.not_allowed': {
    summary: 'The path of the request has routes, none of them for its method.',
    status: 405,
  },
  'http.page.invalid': {
    summary: 'The page number in the query is not a positive whole number.',
    status: 404,
  },
  'http.path.invalid': {
    summary: 'A parameter in the path of the request is not the number it should be.',
    status: 404,
  },
  'http.object.not_found': {
    summary: 'getObjectOr404 found no row for its conditions, or notFound was called.',
    status: 404,
  },
  'http.request.bad': { summary: 'A view refused the request with badRequest.', status: 400 },
  'http.request.refused': {
    summary: 'The server refused the request before a view saw it; the message says why.',
    status: 400,
  },
  'http.body.too_large': {
    summary: 'The body of the request is larger than bodyLimitBytes.',
    status: 413,
  },
  'http.host.not_allowed': {
    summary: 'The Host header of the request is not in allowedHosts.',
    status: 400,
  },
  'http.hosts.missing': { summary: 'allowedHosts is not set in production.' },
  'http.hosts.invalid': { summary: 'An entry of allowedHosts is not a host name.' },
  'http.cache.invalid': { summary: 'The option `cache` of a page cache is no cache.' },
  'http.language.unsupported': {
    summary: 'A visitor chose a language that the site does not have.',
    status: 400,
  },
  'http.language.unavailable': {
    summary: 'A language is to be remembered in an app without the plugin `languages`.',
  },
  'http.templates.missing': {
    summary: 'reply.render was called in an app that has no templates setting.',
  },
  'http.static.missing': { summary: 'The directory of the static files does not exist.' },
  'http.port.taken': { summary: 'Another program listens on the port already.' },
  'http.port.privileged': { summary: 'The port may be opened by the administrator only.' },
  'http.address.unavailable': { summary: 'The host is not an address of this machine.' },
  'http.tool.denied': {
    summary: 'A tool (profiler, APM) was asked for by somebody who may not see it.',
    status: 403,
  },
  'http.tool.cross_site': {
    summary: 'Another site asked for a tool; it is shown to its own site only.',
    status: 403,
  },
  'http.tool.module_unknown': {
    summary: 'A script of a tool was asked for that does not exist in this version.',
    status: 404,
  },
  'http.server.error': {
    summary: 'A view failed. The client sees this code; what failed stands in the server’s log.',
  },
});
