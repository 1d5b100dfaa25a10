import { type DatabaseBackend, databaseCaches } from '../../cache/index.ts';
import {
  connectDatabases,
  disconnectDatabases,
  loadProject,
  type Project,
} from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { cliError } from '../errors.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface TableReport {
  readonly database: string;
  readonly table: string;
  /** Names of the caches that are kept in it. */
  readonly caches: readonly string[];
  readonly existed: boolean;
  /** What creates it; empty when it was there. */
  readonly sql: readonly string[];
}

export const createCacheTable = defineBuiltIn({
  help:
    'Create the tables of the caches that are kept in a database.\n\n' +
    'The first call of such a cache does so too; the command is for sites whose database user may\n' +
    'not create tables, and for seeing the SQL.',
  options: {
    dryRun: {
      type: 'boolean',
      help: 'Print the SQL of the tables that are missing, and run none.',
    },
    json: { type: 'boolean', help: 'Print the outcome as JSON.' },
  },
  async run({ options, terminal }) {
    const project = await loadProject();
    const backends = databaseCaches(project.settings.caches ?? {});
    const tables =
      backends.size === 0 ? [] : await withDatabases(project, backends, options.dryRun);
    if (options.json) terminal.json({ tables });
    else report(tables, options.dryRun, terminal);
    return 0;
  },
});

async function withDatabases(
  project: Project,
  backends: ReadonlyMap<DatabaseBackend, readonly string[]>,
  isDryRun: boolean,
): Promise<readonly TableReport[]> {
  if (project.settings.databases === undefined) throw noDatabases(project.configFile);
  await connectDatabases(project);
  try {
    const tables: TableReport[] = [];
    for (const [backend, caches] of backends) tables.push(await made(backend, caches, isDryRun));
    return tables;
  } finally {
    await disconnectDatabases();
  }
}

async function made(
  backend: DatabaseBackend,
  caches: readonly string[],
  isDryRun: boolean,
): Promise<TableReport> {
  const { alias: database, table } = backend;
  const missing = await backend.missingTableSql();
  // Another process may have created it since.
  const isNew = missing.length > 0 && (isDryRun || (await backend.createTable()));
  return { database, table, caches, existed: !isNew, sql: isNew ? missing : [] };
}

function report(tables: readonly TableReport[], isDryRun: boolean, terminal: Terminal): void {
  if (tables.length === 0)
    terminal.line('Nothing to do: no cache of the settings is in a database.');
  for (const { database, table, existed, sql } of tables) {
    const name = `${terminal.style('bold', table)} of the database "${database}"`;
    // What a dry run prints can be given to a client of the database as it is.
    if (existed) terminal.line(`${isDryRun ? '-- ' : ''}Table ${name} exists.`);
    else if (isDryRun) for (const statement of sql) terminal.line(`${statement};`);
    else terminal.line(`Created table ${name}.`);
  }
}

function noDatabases(configFile: string) {
  return cliError('cli.databases.missing', `${configFile} names no databases.`, {
    hint: "Add databases: { default: 'sqlite:db.sqlite' }.",
  });
}
