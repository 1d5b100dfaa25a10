import { messageKey } from '../catalogue.ts';
import type { CatalogueEntries, CatalogueEntry, CatalogueTable } from '../catalogue-table.ts';
import type { SourceMessage } from './message.ts';

/** A message with every place it stands in. */
export interface FoundMessage extends Omit<SourceMessage, 'line' | 'comment'> {
  /** `templates/page.html:7` */
  readonly references: readonly string[];
  readonly comments: readonly string[];
}

/** What merging changed, as numbers of messages. */
export interface MergeSummary {
  readonly added: number;
  /** In the catalogue already. */
  readonly kept: number;
  /** No longer in the sources; marked as obsolete. */
  readonly obsolete: number;
  /** Without a translation, new ones included. */
  readonly untranslated: number;
}

/**
 * Brings a catalogue in line with the sources. Translations stay, those of messages that are gone
 * as obsolete entries, from which they come back with their message.
 *
 * @param formCount - how many forms a plural has in the language.
 */
export function mergeMessages(
  table: CatalogueTable,
  found: Iterable<FoundMessage>,
  formCount: number,
): { readonly table: CatalogueTable; readonly summary: MergeSummary } {
  const known = entriesByKey(table.translations);
  const gone = entriesByKey(table.obsolete ?? {});
  const entries: CatalogueEntry[] = [];
  let added = 0;
  for (const message of found) {
    const key = keyOf(message);
    const before = known.get(key) ?? gone.get(key);
    if (!known.has(key)) added++;
    entries.push(mergedEntry(message, before, formCount));
    known.delete(key);
    gone.delete(key);
  }
  const obsolete = [...gone.values(), ...[...known.values()].filter(isTranslated).map(asObsolete)];
  const summary = {
    added,
    kept: entries.length - added,
    obsolete: known.size,
    untranslated: entries.filter((entry) => !isTranslated(entry)).length,
  };
  return { table: tableOf(table, entries, obsolete), summary };
}

function keyOf({ context, message }: Pick<FoundMessage, 'context' | 'message'>): string {
  return messageKey(context, message);
}

/** All but the header. */
function entriesByKey(entries: CatalogueEntries): Map<string, CatalogueEntry> {
  const all = Object.values(entries).flatMap((each) => Object.values(each));
  const messages = all.filter(({ msgid }) => msgid !== '');
  return new Map(
    messages.map((entry) => [messageKey(entry.msgctxt || undefined, entry.msgid), entry]),
  );
}

function isTranslated({ msgstr = [] }: CatalogueEntry): boolean {
  return msgstr.length > 0 && msgstr.every((text) => text !== '');
}

function mergedEntry(
  { context, message, plural, references, comments }: FoundMessage,
  before: CatalogueEntry | undefined,
  formCount: number,
): CatalogueEntry {
  const translator = before?.comments?.translator;
  const flag = flagsOf([message, plural ?? ''], before?.comments?.flag);
  return {
    ...(context === undefined ? {} : { msgctxt: context }),
    msgid: message,
    ...(plural === undefined ? {} : { msgid_plural: plural }),
    msgstr: translationOf(before, plural !== undefined, formCount),
    comments: {
      ...(translator === undefined ? {} : { translator }),
      ...(comments.length === 0 ? {} : { extracted: comments.join('\n') }),
      reference: references.join('\n'),
      ...(flag === '' ? {} : { flag }),
    },
  };
}

/** A message that got a plural keeps its one text as the first form. */
function translationOf(
  before: CatalogueEntry | undefined,
  isCounted: boolean,
  formCount: number,
): string[] {
  const texts = before?.msgstr ?? [];
  if (!isCounted) return [texts[0] ?? ''];
  return Array.from({ length: formCount }, (_form, index) => texts[index] ?? '');
}

/** Tools check the placeholders of a message that is marked as a format. */
function flagsOf(texts: readonly string[], before = ''): string {
  const isFormat = texts.some((text) => /%\([^()]+\)[sd]|%%/.test(text));
  const others = before.split(/[\s,]+/).filter((flag) => flag !== '' && flag !== 'python-format');
  return [...others, ...(isFormat ? ['python-format'] : [])].join(', ');
}

/** Where it stood is of no use any more. */
function asObsolete({ comments, ...entry }: CatalogueEntry): CatalogueEntry {
  const translator = comments?.translator;
  return { ...entry, comments: translator === undefined ? {} : { translator } };
}

function tableOf(
  { charset = 'utf-8', headers = {}, translations }: CatalogueTable,
  entries: readonly CatalogueEntry[],
  obsolete: readonly CatalogueEntry[],
): CatalogueTable {
  const header = translations['']?.[''];
  return {
    charset,
    headers,
    translations: grouped(header === undefined ? entries : [header, ...entries]),
    ...(obsolete.length === 0 ? {} : { obsolete: grouped(obsolete) }),
  };
}

/** Objects without prototype: a message may have any name. */
function grouped(entries: readonly CatalogueEntry[]): CatalogueEntries {
  const groups: CatalogueEntries = Object.create(null);
  // Messages without a context come first, whether there is a header or not.
  groups[''] = Object.create(null);
  for (const entry of entries) {
    const context = entry.msgctxt ?? '';
    groups[context] ??= Object.create(null) as Record<string, CatalogueEntry>;
    groups[context]![entry.msgid] = entry;
  }
  return groups;
}
