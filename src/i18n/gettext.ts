import { isUptempoError, suggest } from '../core/index.ts';
import { activeLocale } from './active-language.ts';
import { i18nError } from './errors.ts';
import { LazyText } from './lazy-text.ts';

/** Values for the `%(name)s` and `%(name)d` of a text. */
export type MessageValues = Readonly<Record<string, unknown>>;

/**
 * The translation of a message in the language that counts here; without one, the message.
 *
 * ```ts
 * gettext('Hello %(name)s', { name: user.name });
 * ```
 *
 * @param values - for the text's `%(name)s`; without it the text stays as it is.
 * @throws i18n.message.placeholder when the text names a value that is not given
 */
export function gettext(message: string, values?: MessageValues): string {
  return filled(activeLocale().gettext(message), values);
}

/** As `gettext`, for a message with several meanings: `pgettext('month name', 'May')`. */
export function pgettext(context: string, message: string, values?: MessageValues): string {
  return filled(activeLocale().pgettext(context, message), values);
}

/**
 * The form of a message for a number.
 *
 * ```ts
 * ngettext('%(count)d film', '%(count)d films', films.length, { count: films.length });
 * ```
 */
export function ngettext(
  singular: string,
  plural: string,
  number: number,
  values?: MessageValues,
): string {
  return filled(activeLocale().ngettext(singular, plural, number), values);
}

/** As `ngettext`, for a message with several meanings. */
export function npgettext(
  context: string,
  singular: string,
  plural: string,
  number: number,
  values?: MessageValues,
): string {
  return filled(activeLocale().npgettext(context, singular, plural, number), values);
}

/** As `gettext`, translated when it is printed. */
export function gettextLazy(message: string, values?: MessageValues): LazyText {
  return new LazyText(() => gettext(message, values));
}

/** As `pgettext`, translated when it is printed. */
export function pgettextLazy(context: string, message: string, values?: MessageValues): LazyText {
  return new LazyText(() => pgettext(context, message, values));
}

/** As `ngettext`, translated when it is printed. */
export function ngettextLazy(
  singular: string,
  plural: string,
  number: number,
  values?: MessageValues,
): LazyText {
  return new LazyText(() => ngettext(singular, plural, number, values));
}

/** As `npgettext`, translated when it is printed. */
export function npgettextLazy(
  context: string,
  singular: string,
  plural: string,
  number: number,
  values?: MessageValues,
): LazyText {
  return new LazyText(() => npgettext(context, singular, plural, number, values));
}

/** Marks a message for `uptempo makemessages`, to be translated elsewhere; returns it as it is. */
export function gettextNoop(message: string): string {
  return message;
}

function filled(text: string, values: MessageValues | undefined): string {
  return values === undefined ? text : interpolate(text, values);
}

const PLACEHOLDER = /%(?:\((?<name>[^()]+)\)[sd]|%)/g;

/**
 * Puts values into `%(name)s` and `%(name)d`; `%%` is a per cent sign.
 *
 * @throws i18n.message.placeholder
 */
export function interpolate(text: string, values: MessageValues): string {
  return text.replace(PLACEHOLDER, (whole, name: string | undefined) => {
    if (name === undefined) return '%';
    if (Object.hasOwn(values, name)) return String(values[name]);
    throw i18nError('i18n.message.placeholder', `No value was given for ${whole}.`, {
      hint: suggest(name, Object.keys(values)),
      details: { name },
    });
  });
}

/** Whether `interpolate` threw since a text names a value that was not given. */
export function isUnknownPlaceholder(error: unknown): boolean {
  return isUptempoError(error, 'i18n.message.placeholder');
}
