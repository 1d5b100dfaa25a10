export { chromium } from './chromium.ts';
export { pgbouncer, startPgbouncer } from './pgbouncer.ts';
export { type PostgresqlServer, postgresql, startPostgresql } from './postgresql.ts';
export { type Preparation, type PrepareOptions, prepareServices } from './prepare.ts';
export { findPrograms, isExecutable } from './programs.ts';
export { services } from './registry.ts';
export { advice, isSkipped, type OpenService, type Service } from './service.ts';
