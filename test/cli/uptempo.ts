import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFiles } from '../support/files.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const COMMAND_LINE = join(REPOSITORY, 'src/cli/bin.ts');

/** The files of a small cinema; a test adds its own or replaces some. */
export const CINEMA = {
  'package.json': '{ "type": "module" }',
  'uptempo.config.ts': `
    import { defineConfig } from 'uptempo';
    export const config = defineConfig({
      databases: { default: 'sqlite:cinema.sqlite' },
      models: () => import('./models.ts'),
      routes: () => import('./routes.ts'),
      commands: 'commands',
    });`,
  'models.ts': `
    import { char, foreignKey, hasMany, model } from 'uptempo/orm';
    export const Director = model('Director', {
      name: char({ maxLength: 120 }),
      get movies() { return hasMany(() => Movie, 'director'); },
    });
    export const Movie = model('Movie', {
      title: char({ maxLength: 200 }),
      get director() { return foreignKey(() => Director, { onDelete: 'cascade' }); },
    });`,
  'routes.ts': `import type { App } from 'uptempo/http';
import { Movie } from './models.ts';
export function routes(app: App): void {
  app.get('/movies', { name: 'movies' }, async () => Movie.objects.all());
  app.get('/movies/:id', { name: 'movie-detail' }, async () => 'one');
}`,
  'commands/load-movies.ts': `
    import { defineCommand } from 'uptempo';
    import { Director, Movie } from '../models.ts';
    export const command = defineCommand({
      help: 'Loads the films.\\nThe second line is for --help.',
      options: {
        copies: { type: 'integer', default: 1, min: 1, help: 'How often each is loaded.' },
        dryRun: { type: 'boolean', help: 'Count, and store nothing.' },
        genre: { type: 'string', choices: ['Drama', 'Comedy'], help: 'Only this genre.' },
      },
      positionals: { file: { help: 'The file with the films.' } },
      async run({ options, positionals, project, terminal }) {
        const director = await Director.objects.create({ name: 'Steven Spielberg' });
        const bar = terminal.progress({ total: options.copies, label: 'Films' });
        for (let copy = 0; copy < options.copies; copy++) {
          await Movie.objects.create({ title: positionals.file, director });
          bar.advance();
        }
        bar.finish();
        terminal.table([{ movies: await Movie.objects.count(), dryRun: options.dryRun }]);
        terminal.line(project.root);
      },
    });`,
} as const;

/** A project in a folder of its own, in which `uptempo` is this repository's source. */
export function temporaryProject(files: Readonly<Record<string, string>> = CINEMA): string {
  const folder = temporaryFiles(files);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(REPOSITORY, join(folder, 'node_modules', 'uptempo'));
  return folder;
}

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface CommandOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from standard input. */
  readonly input?: string;
}

/** Starts `uptempo` as a user would; it is stopped when the test is over. */
export function startUptempo(
  argv: readonly string[],
  { folder, env = {} }: CommandOptions,
): ChildProcessWithoutNullStreams {
  const inherited = { ...process.env };
  for (const name of ['PORT', 'HOST', 'NODE_ENV', 'UPTEMPO_MODE', 'FORCE_COLOR']) {
    delete inherited[name];
  }
  const child = spawn(process.execPath, ['--conditions=uptempo-source', COMMAND_LINE, ...argv], {
    cwd: folder,
    env: { ...inherited, ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Runs `uptempo` to its end. */
export async function uptempo(
  argv: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const child = startUptempo(argv, options);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  child.stdin.end(options.input ?? '');
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  return { code: await promise, output, errors };
}
