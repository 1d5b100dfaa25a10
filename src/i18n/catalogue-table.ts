/** A message of a catalogue, as gettext-parser has it. */
export interface CatalogueEntry {
  msgid: string;
  msgctxt?: string;
  msgid_plural?: string;
  msgstr?: string[];
  comments?: CatalogueComments;
}

/** Lines of one kind are joined by line ends. */
export interface CatalogueComments {
  translator?: string;
  reference?: string;
  extracted?: string;
  flag?: string;
  previous?: string;
}

/** Entries by context (empty for none) and message. */
export type CatalogueEntries = Record<string, Record<string, CatalogueEntry>>;

/** A catalogue with its comments and obsolete messages. */
export interface CatalogueTable {
  charset?: string;
  headers?: Record<string, string>;
  translations: CatalogueEntries;
  obsolete?: CatalogueEntries;
}

/** What is used of gettext-parser, which comes without types. */
export interface GettextParser {
  readonly po: {
    parse(
      input: Uint8Array | string,
      options?: { defaultCharset?: string; validation?: boolean },
    ): CatalogueTable;
    compile(table: CatalogueTable, options?: { foldLength?: number; sort?: boolean }): Uint8Array;
  };
  readonly mo: { parse(input: Uint8Array, defaultCharset?: string): CatalogueTable | false };
}
