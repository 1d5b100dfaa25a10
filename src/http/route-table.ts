import { describeKind, listChoices, suggest } from '../core/index.ts';
import type { CallSite } from '../events/index.ts';
import { httpError } from './errors.ts';
import {
  type PatternParameter,
  type PatternPart,
  parametersOf,
  parsePattern,
} from './route-pattern.ts';

/** One route of an app, as `app.routeList` and `uptempo routes` show it. */
export interface RouteEntry {
  /** `GET`, `POST`, …; the HEAD route that Fastify adds to a GET route is left out. */
  readonly methods: readonly string[];
  /** Path with its parameters, prefix included: `/movies/:id`. */
  readonly path: string;
  readonly name: string | undefined;
  /** Where the application added it; known in development. */
  readonly site: CallSite | undefined;
}

export type RouteParameter = string | number | bigint;

/** Values for the parameters of a path, by name or in their order. */
export type RouteParameters =
  | Readonly<Record<string, RouteParameter | undefined>>
  | readonly RouteParameter[];

export type QueryValue = string | number | bigint | boolean | null | undefined;

/** Values for the query string; null and undefined are left out, a list gives its name twice. */
export type QueryParameters = Readonly<Record<string, QueryValue | readonly QueryValue[]>>;

/** The routes of one app by name, and the way back from a name to a URL. */
export class RouteTable {
  readonly #entries: RouteEntry[] = [];
  readonly #getPaths = new Set<string>();
  readonly #named = new Map<string, { path: string; parts: readonly PatternPart[] }>();

  get entries(): readonly RouteEntry[] {
    return this.#entries;
  }

  /** @throws http.route.duplicate_name */
  add(entry: RouteEntry): void {
    if (this.#isAddedHead(entry)) return;
    if (entry.name !== undefined) this.#addName(entry.name, entry.path);
    if (entry.methods.includes('GET')) this.#getPaths.add(entry.path);
    this.#entries.push(entry);
  }

  /**
   * The path of the named route with its parameters filled in and percent-encoded, and the query.
   *
   * @throws http.route.unknown, http.route.parameter_missing, http.route.parameter_unknown,
   * http.route.parameter_invalid
   */
  urlFor(name: string, parameters: RouteParameters = {}, query: QueryParameters = {}): string {
    const route = this.#named.get(name);
    if (route === undefined) {
      throw httpError('http.route.unknown', `No route is named "${name}".`, {
        hint: suggest(name, this.#named.keys()),
        details: { route: name },
      });
    }
    const values = Array.isArray(parameters)
      ? byPosition(name, route.parts, parameters)
      : (parameters as Readonly<Record<string, RouteParameter | undefined>>);
    refuseUnknown(name, route.parts, values);
    const path = route.parts.map((part) => fill(name, part, values)).join('');
    return (path === '' ? '/' : path) + queryString(query);
  }

  /** Fastify gives each GET route a HEAD route; under a prefix that one ends in a slash. */
  #isAddedHead({ methods, path }: RouteEntry): boolean {
    if (methods.length !== 1 || methods[0] !== 'HEAD') return false;
    return (
      this.#getPaths.has(path) || (path.endsWith('/') && this.#getPaths.has(path.slice(0, -1)))
    );
  }

  #addName(name: string, path: string): void {
    const known = this.#named.get(name);
    if (known !== undefined && known.path !== path) {
      throw httpError(
        'http.route.duplicate_name',
        `The routes ${known.path} and ${path} are both named "${name}".`,
        { hint: 'Give one of them another name.', details: { route: name } },
      );
    }
    this.#named.set(name, { path, parts: parsePattern(path) });
  }
}

function byPosition(
  route: string,
  parts: readonly PatternPart[],
  values: readonly RouteParameter[],
): Readonly<Record<string, RouteParameter>> {
  const parameters = parametersOf(parts);
  if (values.length > parameters.length) {
    throw httpError(
      'http.route.parameter_unknown',
      `The route "${route}" takes ${parameters.length} parameters, not ${values.length}.`,
      { hint: namesHint(parameters), details: { route } },
    );
  }
  return Object.fromEntries(values.map((value, index) => [parameters[index]!.name, value]));
}

function refuseUnknown(route: string, parts: readonly PatternPart[], values: object): void {
  const names = parametersOf(parts).map((parameter) => parameter.name);
  for (const name of Object.keys(values)) {
    if (names.includes(name)) continue;
    throw httpError(
      'http.route.parameter_unknown',
      `The route "${route}" has no parameter "${name}".`,
      { hint: suggest(name, names), details: { route, parameter: name } },
    );
  }
}

function fill(
  route: string,
  part: PatternPart,
  values: Readonly<Record<string, RouteParameter | undefined>>,
): string {
  if (part.kind === 'text') return encodeText(part.text);
  const value = values[part.name];
  if (value === undefined || value === null) {
    if (part.kind === 'parameter' && part.isOptional) return '';
    throw httpError(
      'http.route.parameter_missing',
      `The route "${route}" needs a value for "${part.name}".`,
      { hint: `Pass { ${propertyName(part.name)}: … }.`, details: { route, parameter: part.name } },
    );
  }
  const text = parameterText(route, part, value);
  if (part.kind === 'wildcard') return text.split('/').map(encodeURIComponent).join('/');
  return `${part.isOptional ? '/' : ''}${encodeURIComponent(text)}`;
}

/** The value as text, refused when the router would not give it back to the view. */
function parameterText(route: string, part: PatternParameter, value: RouteParameter): string {
  const isText = typeof value === 'string' && value.isWellFormed();
  const isNumber = typeof value === 'bigint' || Number.isFinite(value);
  if (!isText && !isNumber) throw invalid(route, part, `is ${describeKind(value)}`);
  const text = String(value);
  const segments = part.kind === 'wildcard' ? text.split('/') : [text];
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    throw invalid(route, part, 'is "." or "..", which browsers take out of a path');
  }
  if (text === '' && part.kind === 'parameter') throw invalid(route, part, 'is empty');
  if (part.kind === 'parameter' && part.expression?.test(text) === false) {
    throw invalid(route, part, 'does not match what its path asks for');
  }
  return text;
}

function invalid(route: string, part: PatternParameter, problem: string) {
  const hint =
    part.kind === 'parameter' && part.expression !== undefined
      ? `It must match ${part.expression.source}.`
      : 'Pass a number, or a text that is not empty.';
  return httpError(
    'http.route.parameter_invalid',
    `The value for "${part.name}" of the route "${route}" ${problem}.`,
    { hint, details: { route, parameter: part.name } },
  );
}

function namesHint(parameters: readonly PatternParameter[]): string {
  return parameters.length === 0
    ? 'It takes none.'
    : listChoices(parameters.map((parameter) => parameter.name));
}

function propertyName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}

/** Literal text of a path; encodeURI would leave the two characters that end a path. */
function encodeText(text: string): string {
  return encodeURI(text).replaceAll('?', '%3F').replaceAll('#', '%23');
}

function queryString(query: QueryParameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) search.append(name, String(item));
    }
  }
  return search.size === 0 ? '' : `?${search}`;
}
