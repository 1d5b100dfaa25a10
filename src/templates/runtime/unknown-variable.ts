import { suggest } from '../../core/index.ts';
import { templateError } from '../errors.ts';
import { isPending } from './pending.ts';
import type { ContextData } from './render.ts';

/**
 * The error of a variable that strict mode misses: it says which part of the path is not there
 * and suggests the names beside it.
 *
 * @param path - the names of the variable, `['movie', 'titel']`.
 */
export function unknownVariable(
  path: readonly string[],
  context: ContextData,
  locals: ContextData | null,
): Error {
  let names: unknown = { ...context, ...locals };
  for (const [index, name] of path.entries()) {
    const next = dataOf(names, name);
    if (next === undefined) return missing(path, index, names);
    names = next;
  }
  return missing(path, path.length - 1, undefined);
}

/** The error of a filter's argument that is not in the context. */
export function missingArgument(variable: string): Error {
  return templateError(
    'templates.variable.unknown',
    `The argument "${variable}" of a filter is not in the context.`,
  );
}

/** Data as it stands: nothing is called or awaited for a hint. */
function dataOf(holder: unknown, name: string): unknown {
  if (holder instanceof Map) return holder.get(name);
  if (typeof holder !== 'object' || holder === null || isPending(holder)) return undefined;
  return Object.getOwnPropertyDescriptor(holder, name)?.value;
}

function missing(path: readonly string[], index: number, holder: unknown): Error {
  const found = path.slice(0, index).join('.');
  const where = found === '' ? 'The context' : `"${found}"`;
  const names = namesOf(holder);
  const hint = names.length === 0 ? undefined : suggest(path[index]!, names);
  return templateError(
    'templates.variable.unknown',
    `${where} has no "${path[index]}", asked for as "${path.join('.')}".`,
    hint === undefined ? {} : { hint },
  );
}

/** Names a template could ask for: keys, properties, getters and methods of the object's class. */
function namesOf(holder: unknown): readonly string[] {
  if (holder instanceof Map) return [...holder.keys()].map(String);
  if (typeof holder !== 'object' || holder === null || isPending(holder)) return [];
  const names = new Set<string>();
  for (let each: object | null = holder; isOurs(each); each = Object.getPrototypeOf(each)) {
    for (const name of Object.getOwnPropertyNames(each)) names.add(name);
  }
  return [...names].filter((name) => !name.startsWith('_') && name !== 'constructor');
}

function isOurs(value: object | null): value is object {
  return value !== null && value !== Object.prototype && value !== Array.prototype;
}
