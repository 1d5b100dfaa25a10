export { fingerprintSql, isReadOnlySql } from './fingerprint.ts';
export { formatSql, formatSqlText, type SqlLine } from './format.ts';
export { type SqlToken, type SqlTokenKind, tokenizeSql } from './tokens.ts';
