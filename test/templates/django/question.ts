import { createHash } from 'node:crypto';
import { Decimal } from '../../../src/core/index.ts';
import { SafeString } from '../../../src/templates/index.ts';

/** A template and its context; Django's answer is in answers/, ours is compared with it. */
export interface Question {
  /** What it is about; names the file of its answers. */
  readonly area: string;
  readonly template: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** Further templates by name, for `{% include %}` and `{% extends %}`. */
  readonly templates: Readonly<Record<string, string>>;
  /** Name of the template itself, for relative names. */
  readonly name: string;
}

/** A moment so many seconds before the question is asked; after it when negative. */
export class Ago {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  at(nowMs: number): Date {
    return new Date(nowMs - this.seconds * 1000);
  }
}

/** Every template with every value, as the variable `value`. */
export function each(
  area: string,
  templates: readonly string[],
  values: readonly unknown[],
): readonly Question[] {
  return templates.flatMap((template) => values.map((value) => ask(area, template, { value })));
}

/** Every template with the same context. */
export function every(
  area: string,
  templates: readonly string[],
  context: Readonly<Record<string, unknown>> = {},
): readonly Question[] {
  return templates.map((template) => ask(area, template, context));
}

/** One template, with others beside it. */
export function ask(
  area: string,
  template: string,
  context: Readonly<Record<string, unknown>> = {},
  templates: Readonly<Record<string, string>> = {},
  name = 'page.html',
): Question {
  return { area, template, context, templates, name };
}

/** Longer surroundings stand in a key as their hash, so that the answers stay readable. */
const LONG = 160;

/** What a question is called and its answer is found by. */
export function keyOf({ template, context, templates, name }: Question): string {
  const isAlone = Object.keys(templates).length === 0 && name === 'page.html';
  const rest = JSON.stringify(isAlone ? encode(context) : [encode(context), templates, name]);
  const shown = rest.length > LONG ? `#${hashOf(rest)}` : rest;
  return `${JSON.stringify(template)} ${shown}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** A value as answer.py reads it. */
export function encode(value: unknown): unknown {
  if (typeof value === 'bigint') return { $integer: String(value) };
  if (typeof value !== 'object' || value === null) return encodeNumber(value);
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof Map) {
    return { $map: Array.from(value, ([key, item]) => [encode(key), encode(item)]) };
  }
  if (value instanceof SafeString) return { $safe: value.text };
  if (value instanceof Date) return { $datetime: value.toISOString() };
  if (value instanceof Decimal) return { $decimal: value.text };
  if (value instanceof URLSearchParams) return { $query: String(value) };
  if (value instanceof Ago) return { $ago: value.seconds };
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, encode(item)]));
}

function encodeNumber(value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return { $float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
}

/** A context with its moments made dates. */
export function withMoments(value: unknown, nowMs: number): unknown {
  if (value instanceof Ago) return value.at(nowMs);
  if (Array.isArray(value)) return value.map((item) => withMoments(item, nowMs));
  if (typeof value !== 'object' || value === null || value.constructor !== Object) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, withMoments(item, nowMs)]);
  return Object.fromEntries(entries);
}
