import { registerHooks } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type REPLServer, start } from 'node:repl';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import {
  connectDatabases,
  disconnectDatabases,
  loadModels,
  loadProject,
} from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The name the given code is imported by. */
const CODE = 'uptempo:shell';

type Names = Readonly<Record<string, unknown>>;

export const shell = defineBuiltIn({
  help:
    'Open a JavaScript prompt with the models at hand.\n\n' +
    'What the module of the setting "models" exports is there by name, and await works:\n\n' +
    "  uptempo> await Movie.objects.filter({ title: 'Jaws' }).first()\n\n" +
    'Code from a pipe or from --command runs without a prompt and shows what it logs.\n' +
    'History is kept in ~/.uptempo_history; UPTEMPO_HISTORY names another file.',
  options: { command: { type: 'string', help: 'Run this code and leave.' } },
  async run({ options, terminal }) {
    const project = await loadProject();
    await connectDatabases(project);
    try {
      const names = await loadModels(project);
      const isPrompt = options.command === undefined && process.stdin.isTTY === true;
      if (isPrompt) await openPrompt(names, terminal);
      else await runCode(options.command ?? (await text(process.stdin)), names, project.root);
    } finally {
      await disconnectDatabases();
    }
    return 0;
  },
});

async function openPrompt(names: Names, terminal: Terminal): Promise<void> {
  const listed = Object.keys(names).join(', ');
  terminal.line(
    `${listed === '' ? 'The project has no models' : `Here: ${listed}`}. .exit leaves.`,
  );
  // The prompt's own realm would make dates and lists that are no Date or Array to the models.
  Object.assign(globalThis, names);
  const server = start({ prompt: 'uptempo> ', useGlobal: true, breakEvalOnSigint: true });
  await setUpHistory(server);
  await new Promise<void>((resolve) => server.once('exit', resolve));
}

function setUpHistory(server: REPLServer): Promise<void> {
  const file = process.env.UPTEMPO_HISTORY ?? join(homedir(), '.uptempo_history');
  return new Promise((resolve, reject) => {
    server.setupHistory(file, (error) => (error === null ? resolve() : reject(error)));
  });
}

/**
 * Runs code as a module in the project's folder, which may import, await and hold types. Where it
 * stands in a file of its own nothing is, so the loader is given its text.
 */
async function runCode(code: string, names: Names, root: string): Promise<void> {
  Object.assign(globalThis, names);
  const url = pathToFileURL(join(root, 'shell.ts')).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === CODE ? { url, shortCircuit: true } : next(specifier, context),
    load: (loaded, context, next) =>
      loaded === url
        ? { format: 'module-typescript', source: code, shortCircuit: true }
        : next(loaded, context),
  });
  try {
    await import(CODE);
  } finally {
    hooks.deregister();
  }
}
