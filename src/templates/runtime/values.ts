import { escapeHtml } from '../../core/index.ts';
import type { Filter } from '../library.ts';
import { SafeString, safe } from '../safe-string.ts';
import type { FilterScope } from './filter-scope.ts';
import { shownNumber, shownText } from './localized.ts';
import type { ContextData, Render } from './render.ts';
import { textOf } from './text.ts';

/** The printed form of a settled value that is neither plain text nor a number. */
export function show(
  render: Render,
  value: unknown,
  autoescape: boolean,
  variable: string,
): string {
  if (value instanceof SafeString) return value.text;
  if (typeof value === 'number') return shownNumber(render, value);
  const text = value === undefined ? invalid(render, variable) : shownText(render, value);
  return autoescape ? escapeHtml(text) : text;
}

/** What a missing variable prints where the engine is not strict. */
export function invalid(render: Render, variable: string): string {
  return render.run.host.stringIfInvalid.replace('%s', () => variable);
}

/** Reads a name that every object inherits: only what the context itself has counts. */
export function readOwn(locals: ContextData | null, context: ContextData, name: string): unknown {
  if (locals !== null && Object.hasOwn(locals, name)) return locals[name];
  return Object.hasOwn(context, name) ? context[name] : undefined;
}

/** Applies a filter to a value that may be no plain text, and keeps the mark of a safe one. */
export function applyFilter(
  filter: Filter,
  value: unknown,
  argument: unknown,
  scope: FilterScope,
): unknown {
  const input = filter.input === 'text' ? textOf(value, scope.timeZone) : value;
  const result = filter.apply(input, argument, scope);
  const isStillSafe = filter.isSafe && value instanceof SafeString;
  return isStillSafe ? safe(textOf(result, scope.timeZone)) : result;
}
