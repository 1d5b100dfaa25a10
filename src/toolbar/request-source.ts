import type { HistoryEntry, HistoryQuery } from '../history/index.ts';
import type { OrphanCounts } from '../observe/index.ts';
import type { TraceDocument } from './trace-document.ts';

/** Where the pages find requests. */
export interface RequestSource {
  search(query: HistoryQuery): Promise<RequestPage>;
  /** Undefined when it is not kept. */
  document(id: string): Promise<TraceDocument | undefined>;
}

/** Some of the requests that match: the answer of `history.json`. */
export interface RequestPage {
  readonly traces: readonly HistoryEntry[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
  /** How many in the file match; null without a file and on later pages. */
  readonly kept: number | null;
  /** How many there were, those included that were not kept under load. */
  readonly estimated: number | null;
  /** What happened outside of all requests since the start; null where that is not counted. */
  readonly orphans: OrphanCounts | null;
  /** Why nothing comes from the file, when it cannot be read. */
  readonly problem: string | null;
}
