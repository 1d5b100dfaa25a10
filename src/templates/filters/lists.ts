import { escapeHtml } from '../../core/index.ts';
import type { Filter } from '../library.ts';
import { order } from '../runtime/compare.ts';
import { conditionalEscape } from '../runtime/escape.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { itemCount } from '../runtime/item-count.ts';
import { attributeOf, waitToRead } from '../runtime/lookup.ts';
import { toInteger } from '../runtime/number.ts';
import { runSteps, type Steps, settle } from '../runtime/pending.ts';
import { itemsOf } from '../runtime/sequence.ts';
import { textOf } from '../runtime/text.ts';
import { isText, SafeString, unmarked } from '../safe-string.ts';
import { fail, requiredItems, valueFilter } from './define.ts';

export const listFilters: readonly Filter[] = [
  valueFilter('dictsort', (value, key) => runSteps(sortBy(value, key, 1)), {
    argument: 'required',
    isAsync: true,
  }),
  valueFilter('dictsortreversed', (value, key) => runSteps(sortBy(value, key, -1)), {
    argument: 'required',
    isAsync: true,
  }),
  valueFilter('first', (value) => endItem('first', value, 0)),
  valueFilter('join', join, { argument: 'required', isSafe: true }),
  valueFilter('last', (value) => endItem('last', value, -1), { isSafe: true }),
  valueFilter('length', (value) => itemCount(value) ?? 0),
  valueFilter('random', (value) => pickRandom(sliceable(value) ?? []), { isSafe: true }),
  valueFilter('slice', slice, { argument: 'required', isSafe: true }),
  valueFilter('unordered_list', unorderedList, { isSafe: true }),
];

/** Characters of a text or items of a list; undefined for what has no order. */
function sliceable(value: unknown): readonly unknown[] | undefined {
  const holder = unmarked(value);
  if (typeof holder === 'string') return Array.from(holder);
  return Array.isArray(holder) ? holder : undefined;
}

/** The first or last item; empty for an empty list. */
function endItem(filter: string, value: unknown, index: 0 | -1): unknown {
  const items = sliceable(value) ?? fail(filter, 'a list or a text', value);
  return items.length === 0 ? '' : items.at(index);
}

function pickRandom(items: readonly unknown[]): unknown {
  return items.length === 0 ? '' : items[Math.floor(Math.random() * items.length)];
}

/**
 * Items in the order of a property, an index or a dotted path; empty when an item lacks it or
 * two can't be compared.
 */
function* sortBy(value: unknown, key: unknown, direction: 1 | -1): Steps<unknown> {
  const items = value === null ? undefined : itemsOf(value);
  const path = keyPath(key);
  if (items === undefined || path === undefined) return '';
  const keyed: { item: unknown; key: unknown }[] = [];
  for (const item of items) {
    const found = yield* readPath(item, path);
    if (found === undefined) return '';
    keyed.push({ item, key: found });
  }
  let isComparable = true;
  keyed.sort((a, b) => {
    const compared = order(a.key, b.key);
    if (compared === undefined) isComparable = false;
    return direction * (compared ?? 0);
  });
  return isComparable || keyed.length < 2 ? keyed.map(({ item }) => item) : '';
}

function keyPath(key: unknown): readonly string[] | undefined {
  const text = textOf(key);
  if (typeof key === 'number') return [text];
  const isPrivate = text.startsWith('_') || text.includes('._') || text === '';
  const isIndexText = /^[-+]?[\d.]+$/.test(text);
  return isPrivate || isIndexText ? undefined : text.split('.');
}

function* readPath(item: unknown, path: readonly string[]): Steps<unknown> {
  let value = item;
  for (const name of path) {
    for (let wait = waitToRead(value, name); wait !== null; wait = waitToRead(value, name)) {
      value = yield wait;
    }
    value = yield* settle(attributeOf(value, name));
  }
  return value;
}

/** Without autoescape, items that are no texts leave the value as it is. */
function join(value: unknown, separator: unknown, { autoescape, timeZone }: FilterScope): unknown {
  const items = itemsOf(value);
  if (items === undefined || value === null || value === undefined) return value;
  if (autoescape) {
    const glue = escaped(separator, timeZone);
    return new SafeString(items.map((item) => escaped(item, timeZone)).join(glue));
  }
  if (!isText(separator) || !items.every(isText)) return value;
  return new SafeString(items.map(String).join(String(separator)));
}

function escaped(value: unknown, timeZone: string): string {
  return isText(value) ? conditionalEscape(value) : escapeHtml(textOf(value, timeZone));
}

/** Python's slice of a list or a text; the value itself when the argument is no slice. */
function slice(value: unknown, argument: unknown): unknown {
  const items = sliceable(value);
  const bounds = sliceBounds(textOf(argument));
  if (items === undefined || bounds === undefined) return value;
  const taken = takeSlice(items, bounds);
  return isText(value) ? taken.join('') : taken;
}

type SliceBounds = readonly [number | undefined, number | undefined, number];

function sliceBounds(text: string): SliceBounds | undefined {
  const parts = text.split(':').map((part) => (part === '' ? null : toInteger(part)));
  if (parts.length > 3 || parts.includes(undefined)) return undefined;
  const [first, second, step] = parts.map((part) => part ?? undefined);
  if (step === 0) return undefined;
  return parts.length === 1 ? [undefined, first, 1] : [first, second, step ?? 1];
}

function takeSlice(items: readonly unknown[], [start, stop, step]: SliceBounds): unknown[] {
  const { length } = items;
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (index: number | undefined, otherwise: number) => {
    if (index === undefined) return otherwise;
    return Math.min(Math.max(index < 0 ? index + length : index, low), high);
  };
  const [from, to] =
    step > 0 ? [clamp(start, 0), clamp(stop, length)] : [clamp(start, length - 1), clamp(stop, -1)];
  const taken: unknown[] = [];
  for (let index = from; step > 0 ? index < to : index > to; index += step)
    taken.push(items[index]);
  return taken;
}

/** Nested lists deeper than this are refused by leaving them out. */
const MAX_LIST_DEPTH = 100;

/** A list whose items may be followed by lists of their sub-items, as `<li>` elements. */
function unorderedList(value: unknown, _argument: unknown, scope: FilterScope): SafeString {
  return new SafeString(listItems(requiredItems('unordered_list', value), 1, scope));
}

function listItems(items: readonly unknown[], depth: number, scope: FilterScope): string {
  const indent = '\t'.repeat(depth);
  const lines: string[] = [];
  for (let index = 0; index < items.length; index++) {
    const next: unknown = items[index + 1];
    const children = Array.isArray(next) ? next : undefined;
    const text = scope.autoescape ? escaped(items[index], scope.timeZone) : textOf(items[index]);
    const nested = children === undefined ? '' : nestedList(children, depth, indent, scope);
    lines.push(`${indent}<li>${text}${nested}</li>`);
    if (children !== undefined) index++;
  }
  return lines.join('\n');
}

function nestedList(
  items: readonly unknown[],
  depth: number,
  indent: string,
  scope: FilterScope,
): string {
  if (items.length === 0 || depth >= MAX_LIST_DEPTH) return '';
  return `\n${indent}<ul>\n${listItems(items, depth + 1, scope)}\n${indent}</ul>\n${indent}`;
}
