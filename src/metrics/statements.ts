import { createHash } from 'node:crypto';
import type { QueryEvent } from '../events/index.ts';
import { fingerprintSql } from '../sql-text/index.ts';
import { OTHER } from './groups.ts';
import type { QueryIdentity } from './stats/query-stats.ts';

/** Texts remembered with their statement; an application has hundreds, raw SQL with literals more. */
const MAX_TEXTS = 2_000;

/** Characters of a statement that are read; a bulk insert can have megabytes. */
const MAX_READ = 8_000;

/** And of its fingerprint that are kept. */
const MAX_FINGERPRINT = 2_000;

/** Texts a second that are read, at some 20 µs each; what is new beyond it is counted together. */
const MAX_NEW_PER_SECOND = 500;

/** Statements whose identity waits for being written to the store. */
const MAX_FRESH = 5_000;

/** Finds the key of each statement: the same for all texts that differ in their values at most. */
export class Statements {
  readonly #keys = new Map<string, string>();
  #fresh = new Map<string, QueryIdentity>();
  #newTexts = 0;

  /** Called each second. */
  renew(): void {
    this.#newTexts = 0;
  }

  keyOf(event: QueryEvent): string {
    const text = event.sql;
    return this.#keys.get(text) ?? this.#read(event, text);
  }

  /** Statements that are seen from now on count as seen for the first time. */
  forget(): void {
    this.#keys.clear();
  }

  /** What was seen since the last call, by key. */
  takeFresh(): ReadonlyMap<string, QueryIdentity> {
    const fresh = this.#fresh;
    this.#fresh = new Map();
    return fresh;
  }

  #read({ database, origin }: QueryEvent, text: string): string {
    if (this.#newTexts >= MAX_NEW_PER_SECOND) return OTHER;
    this.#newTexts++;
    const fingerprint = fingerprintSql(text.slice(0, MAX_READ)).slice(0, MAX_FINGERPRINT);
    const key = hashOf(`${database}\n${fingerprint}`);
    const identity = {
      database,
      fingerprint,
      kind: origin.kind,
      subject: origin.subject ?? '',
    };
    if (this.#fresh.size < MAX_FRESH) this.#fresh.set(key, identity);
    if (this.#keys.size >= MAX_TEXTS) this.#keys.clear();
    this.#keys.set(text, key);
    return key;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
