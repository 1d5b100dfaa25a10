/** A message found in a source, for catalogues. */
export interface SourceMessage {
  readonly context: string | undefined;
  readonly message: string;
  /** Undefined for a message that counts nothing. */
  readonly plural: string | undefined;
  /** From 1. */
  readonly line: number;
  /** What a comment `Translators: …` before it says. */
  readonly comment: string | undefined;
}

/** What a source has for translators. */
export interface SourceMessages {
  readonly messages: readonly SourceMessage[];
  /** Lines of calls whose text is computed, so that it can't be found. */
  readonly unreadable: readonly number[];
}

/** A comment that is meant for translators begins like this. */
export const TRANSLATORS = /^\s*Translators\b:?/;
