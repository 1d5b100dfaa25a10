import { readFileSync } from 'node:fs';
import type { RouteEntry } from '../../http/index.ts';
import { checkError } from '../errors.ts';

/** What is asked for, and what is left out. */
export interface PageChoice {
  /** Paths with their query strings, each once. */
  readonly urls: readonly string[];
  /** Routes of GET that need values which nobody gave. */
  readonly notVisited: readonly string[];
}

/**
 * The pages to visit: GET routes without parameters, and the URLs that were given. A route with
 * parameters counts as visited when a URL fits it.
 *
 * @throws checks.performance.url
 */
export function choosePages(routes: readonly RouteEntry[], given: readonly string[]): PageChoice {
  for (const url of given) refuseOthers(url);
  const own = routes.filter(({ methods, site }) => methods.includes('GET') && isOwn(site));
  const paths = own.map(({ path }) => path);
  const plain = paths.filter((path) => !hasParameters(path));
  const urls = [...new Set([...plain, ...given])];
  const others = given.filter((url) => !plain.includes(pathOf(url)));
  const notVisited = paths.filter(
    (path) => hasParameters(path) && !path.endsWith('*') && !others.some((url) => fits(url, path)),
  );
  return { urls, notVisited: [...new Set(notVisited)] };
}

/**
 * The URLs of a file, one a line; empty lines and those that begin with `#` are none.
 *
 * @throws checks.performance.file
 */
export function readUrls(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw checkError('checks.performance.file', `The file of URLs ${file} can't be read.`, {
      hint: 'Write one URL a line: /movies/7.',
      cause,
    });
  }
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The error for an option of this check that is given to the others. */
export function onlyForPerformance(option: string) {
  return checkError('checks.performance.off', `--${option} is an option of --performance.`, {
    hint: 'Add --performance.',
  });
}

function refuseOthers(url: string): void {
  if (url.startsWith('/') && !url.startsWith('//')) return;
  throw checkError('checks.performance.url', `"${url}" is no URL of this project.`, {
    hint: 'Begin it with a slash: /movies/7?page=2.',
  });
}

/** Routes that the framework adds, for static files and its tools, have no line in the project. */
function isOwn(site: RouteEntry['site']): boolean {
  return site?.location !== undefined;
}

function hasParameters(path: string): boolean {
  return /[:*]/.test(path);
}

function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0]!;
}

/** As far as segments tell: what a parameter accepts is the router's to decide. */
function fits(url: string, path: string): boolean {
  const segments = pathOf(url).split('/');
  const pattern = path.split('/');
  return (
    segments.length === pattern.length &&
    pattern.every((part, index) => part.includes(':') || part === segments[index])
  );
}
