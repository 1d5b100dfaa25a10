import { rewritePlaceholders } from '../../sql/placeholders.ts';
import type { Dialect } from '../dialect.ts';
import { PostgresqlCompiler } from './compiler.ts';
import {
  explainGenericPostgresql,
  explainPostgresql,
  guardPostgresqlReads,
  postgresqlPlanTree,
  readPostgresqlPlan,
} from './explain.ts';
import { postgresqlFeatures } from './features.ts';
import { postgresqlJsonForm } from './json-forms.ts';
import { addPostgresqlReferences, createPostgresqlTable } from './schema.ts';
import { beginPostgresql } from './transactions.ts';
import { postgresqlDecoder, postgresqlEncoder } from './values.ts';

export const postgresqlDialect: Dialect = Object.freeze({
  name: 'postgresql',
  features: postgresqlFeatures,
  compile: (statement) => new PostgresqlCompiler().compile(statement),
  createTable: createPostgresqlTable,
  addReferences: addPostgresqlReferences,
  findTable:
    'SELECT 1 AS found FROM pg_catalog.pg_class' +
    " WHERE relname = ? AND relkind IN ('r', 'p') AND pg_catalog.pg_table_is_visible(oid)",
  listIndexes: `SELECT c.relname AS index_name, a.attname AS column_name
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, position)
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE i.indrelid = to_regclass(quote_ident($1)) AND i.indpred IS NULL AND i.indisvalid
    ORDER BY c.relname, k.position`,
  decoder: postgresqlDecoder,
  jsonForm: postgresqlJsonForm,
  encoder: postgresqlEncoder,
  placeholder: (position) => `$${position}`,
  rawSql: (sql) => rewritePlaceholders(sql, (position) => `$${position}`),
  explain: explainPostgresql,
  readPlan: readPostgresqlPlan,
  planTree: postgresqlPlanTree,
  explainGeneric: explainGenericPostgresql,
  guardReads: guardPostgresqlReads,
  begin: beginPostgresql,
} satisfies Dialect);
