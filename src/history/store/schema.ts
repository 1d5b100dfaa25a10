/** Changes whenever the tables do; a file of another version is moved aside and a new one begun. */
export const SCHEMA_VERSION = 1;

/** Stands in the head of the file ("Upth"), so that no other database is taken for a history. */
export const APPLICATION_ID = 0x55707468;

/**
 * Documents stand apart from what is searched, so that a scan reads few pages. `number` grows with
 * each row written and tells rows with the same value apart.
 */
export const SCHEMA = `
CREATE TABLE strata (
  key TEXT PRIMARY KEY,
  route TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  sampled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  started_at INTEGER NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  route TEXT,
  status INTEGER,
  content_type TEXT,
  total_ms REAL NOT NULL,
  query_count INTEGER NOT NULL,
  query_ms REAL NOT NULL,
  finding_count INTEGER NOT NULL,
  account TEXT NOT NULL,
  reasons INTEGER NOT NULL,
  stratum TEXT,
  pid INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_by_time ON requests (started_at, number);
CREATE INDEX requests_by_ms ON requests (total_ms, number);
CREATE INDEX requests_by_queries ON requests (query_count, number);
CREATE INDEX requests_by_route ON requests (route, started_at);
CREATE INDEX requests_by_status ON requests (status, started_at);
CREATE INDEX requests_by_stratum ON requests (stratum);

CREATE TABLE documents (
  number INTEGER PRIMARY KEY REFERENCES requests (number) ON DELETE CASCADE,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE statements (id INTEGER PRIMARY KEY, sql TEXT NOT NULL) STRICT;

CREATE TABLE request_statements (
  statement INTEGER NOT NULL,
  number INTEGER NOT NULL REFERENCES requests (number) ON DELETE CASCADE,
  PRIMARY KEY (statement, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_statements_by_number ON request_statements (number);

CREATE TABLE request_findings (
  fingerprint TEXT NOT NULL,
  number INTEGER NOT NULL REFERENCES requests (number) ON DELETE CASCADE,
  code TEXT NOT NULL,
  PRIMARY KEY (fingerprint, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_findings_by_code ON request_findings (code, number);
CREATE INDEX request_findings_by_number ON request_findings (number);

PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
`;
