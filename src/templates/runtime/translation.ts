import { describeKind } from '../../core/index.ts';
import { activeLocale, interpolate, isUnknownPlaceholder, withLanguage } from '../../i18n/index.ts';
import { templateError } from '../errors.ts';
import { SafeString } from '../safe-string.ts';
import { asNumber, isNumeric } from './number.ts';
import type { Steps } from './pending.ts';
import type { Render } from './render.ts';
import { textOf } from './text.ts';

/**
 * The translation of a value, safe where the value is: of a literal always, whose catalogue is
 * written by people as trusted as the template's author.
 *
 * Catalogues have each per cent sign twice, since translators' tools take messages for formats.
 */
export function translate({ run }: Render, value: unknown, context?: unknown): string | SafeString {
  const message = textOf(value, run.timeZone).replaceAll('%', '%%');
  const { locale } = run;
  const translated =
    context === undefined
      ? locale.gettext(message)
      : locale.pgettext(textOf(context, run.timeZone), message);
  const text = translated.replaceAll('%%', '%');
  return value instanceof SafeString ? new SafeString(text) : text;
}

/** What `{% blocktranslate %}` says, with `%(name)s` where a variable stands. */
export interface BlockMessage {
  readonly singular: string;
  readonly plural: string | undefined;
}

/**
 * `{% blocktranslate %}`: the message in the language of the page, with the values put in. A
 * translation that names a value the template does not have is left for the message itself.
 *
 * @param values - printed, and escaped where autoescape is on.
 * @throws templates.translate.count when the count is no number
 */
export function blockTranslate(
  { run }: Render,
  message: BlockMessage,
  values: Readonly<Record<string, string>>,
  count: unknown,
  context: unknown,
): string {
  const { singular, plural } = message;
  const where = context === undefined ? undefined : textOf(context, run.timeZone);
  if (plural === undefined) {
    const text =
      where === undefined ? run.locale.gettext(singular) : run.locale.pgettext(where, singular);
    return filled(text, singular, values);
  }
  const number = countOf(count);
  const text =
    where === undefined
      ? run.locale.ngettext(singular, plural, number)
      : run.locale.npgettext(where, singular, plural, number);
  return filled(text, number === 1 ? singular : plural, values);
}

function filled(text: string, source: string, values: Readonly<Record<string, string>>): string {
  try {
    return interpolate(text, values);
  } catch (error) {
    if (!isUnknownPlaceholder(error)) throw error;
    return interpolate(source, values);
  }
}

function countOf(count: unknown): number {
  if (isNumeric(count)) return asNumber(count);
  throw templateError(
    'templates.translate.count',
    `{% blocktranslate %} counts by a number, not by ${describeKind(count)}.`,
    { hint: 'Write count counter=movies|length, for one.' },
  );
}

/**
 * Renders what stands inside `{% language %}`. Each step of it runs in that language, so that
 * what it calls (a method that translates, a lazy text) has it too; what is beside does not.
 */
export function* inLanguage(
  { run }: Render,
  language: unknown,
  body: () => Steps<void>,
): Steps<void> {
  const code = language === null ? null : textOf(language);
  const before = run.locale;
  run.locale = withLanguage(code, activeLocale);
  const steps = body();
  let next = withLanguage(code, () => steps.next());
  while (!next.done) {
    try {
      const value: unknown = yield next.value;
      next = withLanguage(code, () => steps.next(value));
    } catch (error) {
      next = withLanguage(code, () => steps.throw(error));
    }
  }
  run.locale = before;
}
