import { escapeHtml, isUptempoError } from '../../core/index.ts';
import { formatDate } from '../dates/format.ts';
import { momentOf } from '../dates/moment.ts';
import { isTimeZone } from '../dates/zone.ts';
import { templateError } from '../errors.ts';
import { SafeString, unmarked } from '../safe-string.ts';
import { conditionalEscape } from './escape.ts';
import { ForLoop } from './for-loop.ts';
import { roundHalfEven, toFloat, toInteger } from './number.ts';
import type { ContextData, Render } from './render.ts';
import type { TagContext } from './tag-context.ts';
import { representation, textOf } from './text.ts';
import { isTrue } from './truth.ts';

/**
 * The zone that `{% timezone %}` names; null is the engine's own.
 *
 * @throws templates.engine.time_zone
 */
export function zoneName(render: Render, value: unknown): string {
  if (value === null) return render.run.host.timeZone;
  const name = textOf(value);
  if (isTimeZone(name)) return name;
  throw templateError('templates.engine.time_zone', `There is no time zone "${name}".`);
}

/** `{% now %}` */
export function nowText(render: Render, format: string): string {
  const { run } = render;
  const moment = momentOf(run.escaping.now(), run.currentTimeZone)!;
  return formatDate(moment, format || 'DATE_FORMAT', run.locale);
}

/**
 * `{% widthratio %}`: value / max × width, rounded; empty where a number is missing.
 *
 * @throws templates.filter.invalid when the width is no number
 */
export function widthRatio(value: unknown, max: unknown, width: unknown): string {
  const maxWidth = toInteger(width);
  if (maxWidth === undefined) {
    throw templateError(
      'templates.filter.invalid',
      'The third argument of widthratio must be a number.',
    );
  }
  const [part, whole] = [toFloat(value), toFloat(max)];
  if (part === undefined || whole === undefined) return '';
  if (whole === 0) return '0';
  const ratio = (part / whole) * maxWidth;
  return Number.isFinite(ratio) ? String(roundHalfEven(ratio)) : '';
}

/**
 * `{% url %}`. With `as`, a route that can't be resolved gives an empty text.
 *
 * @throws templates.url.unavailable, and what the engine's `resolveUrl` throws
 */
export function resolveUrl(
  render: Render,
  name: unknown,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
  isQuiet: boolean,
): string {
  try {
    return render.run.host.resolveUrl(textOf(name), args.map(unmarked), unmarkedValues(kwargs));
  } catch (error) {
    const isUnavailable = isUptempoError(error, 'templates.url.unavailable');
    if (isQuiet && !isUnavailable) return '';
    throw error;
  }
}

function unmarkedValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, unmarked(value)]));
}

/** The hidden field of a form; empty without a token. */
export function csrfField(token: unknown): string {
  if (!isTrue(token) || token === 'NOTPROVIDED') return '';
  const value = conditionalEscape(token instanceof SafeString ? token : escapeOnce(token));
  return `<input type="hidden" name="csrfmiddlewaretoken" value="${value}">`;
}

function escapeOnce(token: unknown): SafeString {
  return new SafeString(escapeHtml(textOf(token)));
}

/** `{% debug %}` */
export function debugText(context: TagContext): string {
  const lines = Object.entries(context.toObject()).map(
    ([name, value]) => `${name}: ${representation(value, context.timeZone)}`,
  );
  return escapeHtml(lines.join('\n'));
}

/** The context of an inclusion tag: what its function gives, and the token that forms need. */
export function withCsrfToken(data: ContextData, context: TagContext): ContextData {
  const token = context.get('csrf_token');
  return token === undefined || token === null ? data : { csrf_token: token, ...data };
}

/** Where `{% ifchanged %}` without a loop of its own template keeps the last value. */
export function changeMemory(render: Render, node: object, forloop: unknown): { last: unknown } {
  if (!(forloop instanceof ForLoop)) return render.state(node, () => ({ last: undefined }));
  let memory = forloop.changes.get(node) as { last: unknown } | undefined;
  if (memory === undefined) {
    memory = { last: undefined };
    forloop.changes.set(node, memory);
  }
  return memory;
}
