import type { DatabaseSync } from 'node:sqlite';
import type { Loss, Stratum } from '../retention.ts';
import { type Batch, type StoredRequest, statementId } from './batch.ts';
import { compressBody } from './body.ts';
import { bitOf, bitsOf, IMPORTED } from './reasons.ts';

/** Writes batches: a transaction each. */
export class BatchWriter {
  readonly #database: DatabaseSync;
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = {
      request: database.prepare(
        `INSERT INTO requests (id, started_at, method, url, route, status, content_type, total_ms,
           query_count, query_ms, finding_count, account, reasons, stratum, pid)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING`,
      ),
      document: database.prepare('INSERT INTO documents (number, body) VALUES (?, ?)'),
      statement: database.prepare('INSERT OR IGNORE INTO statements (id, sql) VALUES (?, ?)'),
      requestStatement: database.prepare(
        'INSERT OR IGNORE INTO request_statements (statement, number) VALUES (?, ?)',
      ),
      finding: database.prepare(
        'INSERT OR IGNORE INTO request_findings (fingerprint, number, code) VALUES (?, ?, ?)',
      ),
      stratum: database.prepare(
        `INSERT INTO strata (key, route, started_at, seen, sampled) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET seen = excluded.seen, sampled = excluded.sampled`,
      ),
      lose: database.prepare('UPDATE requests SET reasons = reasons & ~? WHERE id = ?'),
      drop: database.prepare('DELETE FROM requests WHERE id = ? AND reasons = 0'),
    };
  }

  /** @returns how many requests are new to the file. */
  write({ requests, losses, strata }: Batch): number {
    // Compressed before the lock is taken: other processes wait for it.
    const bodies = requests.map(({ body }) => compressBody(body));
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      let added = 0;
      requests.forEach((request, index) => {
        if (this.#add(request, bodies[index]!)) added++;
      });
      for (const loss of losses) this.#lose(loss);
      for (const stratum of strata) this.#update(stratum);
      this.#database.exec('COMMIT');
      return added;
    } catch (error) {
      // SQLite has rolled back by itself after a full disk or a damaged page.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #add(request: StoredRequest, body: Uint8Array): boolean {
    const { entry, reasons, stratum } = request;
    const { changes, lastInsertRowid } = this.#statements.request.run(
      entry.id,
      Date.parse(entry.startedAt),
      entry.method,
      entry.url,
      entry.route,
      entry.status,
      entry.contentType,
      entry.totalMs,
      entry.queryCount,
      entry.queryMs,
      entry.findingCount,
      request.account,
      stratum === null ? IMPORTED : bitsOf(reasons),
      stratum,
      request.pid,
    );
    if (changes === 0) return false;
    this.#statements.document.run(lastInsertRowid, body);
    for (const sql of request.statements) this.#link(sql, lastInsertRowid);
    for (const { code, fingerprint } of request.findings) {
      this.#statements.finding.run(fingerprint, lastInsertRowid, code);
    }
    return true;
  }

  #link(sql: string, number: number | bigint): void {
    const id = statementId(sql);
    this.#statements.statement.run(id, sql);
    this.#statements.requestStatement.run(id, number);
  }

  #lose({ id, reason }: Loss): void {
    this.#statements.lose.run(bitOf(reason), id);
    this.#statements.drop.run(id);
  }

  #update({ key, route, startedAt, seen, sampled }: Stratum): void {
    this.#statements.stratum.run(key, route, startedAt, seen, sampled);
  }
}
