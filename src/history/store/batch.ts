import { createHash } from 'node:crypto';
import { cutDocument } from '../cut-document.ts';
import { entryOf, type HistoryDocument, type HistoryEntry, type Reason } from '../document.ts';
import type { Loss, Stratum } from '../retention.ts';

/** A request on its way into the file, as it travels between threads. */
export interface StoredRequest {
  readonly entry: HistoryEntry & { readonly totalMs: number };
  /** JSON of the time account, so that lists need no document. */
  readonly account: string;
  /** Empty for one that is imported. */
  readonly reasons: readonly Reason[];
  readonly stratum: string | null;
  readonly pid: number;
  /** Distinct fingerprints of its statements. */
  readonly statements: readonly string[];
  readonly findings: readonly { readonly code: string; readonly fingerprint: string }[];
  /** The document as JSON. */
  readonly body: string;
}

/** What is written in one transaction. */
export interface Batch {
  readonly requests: readonly StoredRequest[];
  readonly losses: readonly Loss[];
  readonly strata: readonly Stratum[];
}

/** Characters of a URL and of a statement that can be searched for. */
const MAX_URL = 2_000;
const MAX_STATEMENT = 4_000;

/** Statements and findings of a request that can be searched for. */
const MAX_LINKS = 200;

export interface Provenance {
  readonly reasons: readonly Reason[];
  readonly stratum: string | null;
}

export function storedRequest(
  document: HistoryDocument,
  { reasons, stratum }: Provenance,
): StoredRequest {
  const { body, kept } = cutDocument(document);
  const entry = entryOf(document);
  const statements = new Set(kept.queries.map(({ fingerprint }) => fingerprint));
  return {
    entry: { ...entry, url: entry.url.slice(0, MAX_URL), totalMs: document.totalMs ?? 0 },
    account: JSON.stringify(document.account),
    reasons,
    stratum,
    pid: process.pid,
    statements: [...statements].slice(0, MAX_LINKS).map((sql) => sql.slice(0, MAX_STATEMENT)),
    findings: document.findings
      .slice(0, MAX_LINKS)
      .map(({ code, fingerprint }) => ({ code, fingerprint })),
    body,
  };
}

/** A number for a text: 48 bits of its hash, so that a statement is found without being looked up. */
export function statementId(sql: string): number {
  return createHash('sha256').update(sql).digest().readUIntBE(0, 6);
}
