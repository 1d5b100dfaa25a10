import type { History, HistoryQuery } from '../history/index.ts';
import type { RequestPage, RequestSource } from './request-source.ts';
import { restoredDocument, type TraceDocument } from './trace-document.ts';

/** The requests of a file alone. */
export class StoredRequests implements RequestSource {
  readonly #history: History;
  readonly #flush: () => Promise<void>;

  /** @param flush - hands what has finished to the file. */
  constructor(history: History, flush: () => Promise<void>) {
    this.#history = history;
    this.#flush = flush;
  }

  async search(query: HistoryQuery): Promise<RequestPage> {
    await this.#flush();
    return searchHistory(this.#history, query);
  }

  async document(id: string): Promise<TraceDocument | undefined> {
    const stored = await this.#history.document(id);
    return stored && restoredDocument(stored);
  }
}

/**
 * A page of a file; an empty one that says why when the file cannot be read.
 *
 * @throws history.query.invalid
 */
export async function searchHistory(history: History, query: HistoryQuery): Promise<RequestPage> {
  try {
    const { entries, nextCursor, kept, estimated } = await history.search(query);
    return {
      traces: entries,
      nextCursor: nextCursor ?? null,
      kept: kept ?? null,
      estimated: estimated ?? null,
      orphans: null,
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') === 'history.query.invalid') {
      throw error;
    }
    const problem = error.message;
    return { traces: [], nextCursor: null, kept: null, estimated: null, orphans: null, problem };
  }
}
