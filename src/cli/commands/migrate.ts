import { createTables, registeredModels } from '../../orm/index.ts';
import {
  connectDatabases,
  disconnectDatabases,
  loadModels,
  loadProject,
} from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { cliError } from '../errors.ts';
import type { Terminal } from '../terminal/terminal.ts';

export const migrate = defineBuiltIn({
  help: 'Create the tables of the models that the database does not have yet.',
  options: {
    database: {
      type: 'string',
      default: 'default',
      help: 'Alias of the database in the settings.',
    },
  },
  async run({ options, terminal }) {
    const project = await loadProject();
    if (project.settings.databases === undefined) throw noDatabases(project.configFile);
    await connectDatabases(project);
    try {
      await loadModels(project);
      report(await createTables({ using: options.database }), terminal);
    } finally {
      await disconnectDatabases();
    }
    return 0;
  },
});

function report(created: readonly string[], terminal: Terminal): void {
  for (const table of created) terminal.line(`Created table ${terminal.style('bold', table)}`);
  if (created.length > 0) return;
  const models = registeredModels().length;
  terminal.line(
    models === 0
      ? 'Nothing to do: the project has no models. The setting "models" imports them.'
      : `Nothing to do: the tables of all ${models} models exist.`,
  );
}

function noDatabases(configFile: string) {
  return cliError('cli.databases.missing', `${configFile} names no databases.`, {
    hint: "Add databases: { default: 'sqlite:db.sqlite' }.",
  });
}
