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
