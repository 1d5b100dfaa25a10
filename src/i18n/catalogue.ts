import type { CatalogueTable } from './catalogue-table.ts';
import { GERMANIC, type PluralRule, parsePluralForms } from './plural-forms.ts';

/** The translations of one file, or of several of one language merged. */
export interface Catalogue {
  readonly plural: PluralRule;
  /** By `messageKey`. */
  readonly messages: ReadonlyMap<string, Translation>;
}

/** One text, or the forms of a message that has a plural. */
export type Translation = string | readonly string[];

/** What gettext itself puts between context and message. */
const SEPARATOR = '\u0004';

export function messageKey(context: string | undefined, message: string): string {
  return context === undefined ? message : `${context}${SEPARATOR}${message}`;
}

/**
 * What counts of a parsed file: messages that are translated and not marked fuzzy, as msgfmt
 * takes them.
 *
 * @throws i18n.plural.invalid
 */
export function catalogueOf(table: CatalogueTable, file: string): Catalogue {
  const messages = new Map<string, Translation>();
  for (const entries of Object.values(table.translations)) {
    for (const { msgid, msgctxt, msgid_plural, msgstr = [], comments } of Object.values(entries)) {
      const isUsed = msgid !== '' && msgstr.some((text) => text !== '') && !isFuzzy(comments?.flag);
      const translation = msgid_plural === undefined ? (msgstr[0] ?? '') : msgstr;
      if (isUsed) messages.set(messageKey(msgctxt || undefined, msgid), translation);
    }
  }
  const header = pluralHeader(table.headers);
  return { plural: header === '' ? GERMANIC : parsePluralForms(header, file), messages };
}

/**
 * One catalogue of several, the first counting most. Each message keeps the plural rule of all:
 * that of the first file that has one.
 */
export function mergeCatalogues(catalogues: readonly Catalogue[]): Catalogue | undefined {
  const [first] = catalogues;
  if (first === undefined || catalogues.length === 1) return first;
  const messages = new Map(catalogues.toReversed().flatMap((each) => [...each.messages]));
  const plural = catalogues.find((each) => each.plural !== GERMANIC)?.plural ?? first.plural;
  return { plural, messages };
}

function isFuzzy(flags: string | undefined): boolean {
  return flags !== undefined && /(?:^|[\s,])fuzzy(?:$|[\s,])/.test(flags);
}

/** The library writes the header's name in several ways. */
function pluralHeader(headers: Readonly<Record<string, string>> | undefined): string {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.toLowerCase() === 'plural-forms') return value.trim();
  }
  return '';
}
