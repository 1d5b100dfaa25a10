import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CINEMA, temporaryProject, uptempo } from './uptempo.ts';

describe('help', () => {
  test('lists the framework’s commands and the project’s', async () => {
    const folder = temporaryProject();
    const { code, output, errors } = await uptempo([], { folder });
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/^ {2}dev +Serve the project with the toolbar/m);
    expect(output).toMatch(/^ {2}load-movies +Loads the films\.$/m);
    expect(output).not.toContain('second line');
    expect((await uptempo(['help'], { folder })).output).toBe(output);
    expect((await uptempo(['--help'], { folder })).output).toBe(output);
  });

  test('shows what a command takes', async () => {
    const folder = temporaryProject();
    const { code, output } = await uptempo(['load-movies', '--help'], { folder });
    expect(code).toBe(0);
    expect(output).toContain('Usage: uptempo load-movies [options] <file>');
    expect(output).toContain('The second line is for --help.');
    expect(output).toMatch(/--copies <n> +How often each is loaded\. Default 1\./);
    expect(output).toMatch(/--dry-run +Count/);
    expect(output).toMatch(/--genre <Drama\|Comedy>/);
    expect((await uptempo(['help', 'load-movies'], { folder })).output).toBe(output);
    for (const command of ['dev', 'serve', 'migrate', 'shell', 'routes']) {
      const help = await uptempo([command, '--help'], { folder });
      expect([help.code, help.output]).toEqual([0, expect.stringContaining(`uptempo ${command}`)]);
    }
  });

  test('works outside of a project and beside a broken configuration', async () => {
    const outside = await uptempo(['help'], { folder: temporaryProject({}) });
    expect([outside.code, outside.errors]).toEqual([0, '']);
    const folder = temporaryProject({ 'uptempo.config.ts': 'export const config = { prot: 1 };' });
    const broken = await uptempo(['help'], { folder });
    expect(broken.code).toBe(0);
    expect(broken.errors).toContain('has no option "prot"');
  });

  test('--version tells the version of the package', async () => {
    const { output } = await uptempo(['--version'], { folder: temporaryProject({}) });
    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a wrong command line exits with 2 and says what is near', () => {
  test.each([
    [['lod-movies', 'x'], 'There is no command "lod-movies".', 'Did you mean "load-movies"?'],
    [['migrat'], 'There is no command "migrat".', 'Did you mean "migrate"?'],
    [['dev', '--prot', '1'], '"dev" has no option --prot.', 'Did you mean --port?'],
    [['dev', '--no-tolbar'], '"dev" has no option --no-tolbar.', ''],
    [['dev', '--port', 'x'], '--port must be a whole number, not "x".', ''],
    [['dev', '--port', '70000'], '--port must be 65535 or less, not 70000.', ''],
    [['dev', '--port'], '--port needs a value.', ''],
    [['dev', '--port', '--host'], '--port needs a value.', ''],
    [['routes', '--json=yes'], '--json takes no value.', 'Write --json alone.'],
    [['routes', 'x'], '"routes" does not know what to do with "x".', 'uptempo routes --help'],
    [['load-movies'], '"load-movies" needs <file>.', 'The file with the films.'],
    [['load-movies', 'x', '--copies', '0'], '--copies must be 1 or more, not 0.', ''],
    [['load-movies', 'x', '--genre', 'War'], '--genre cannot be "War".', 'Choices: Comedy, Drama.'],
  ])('%j', async (argv, message, hint) => {
    const { code, output, errors } = await uptempo(argv, { folder: temporaryProject() });
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain(`error  ${message}\n`);
    expect(errors).toContain(hint);
    expect(errors).not.toContain('    at ');
  });
});

describe('migrate', () => {
  test('creates the tables once and says so', async () => {
    const folder = temporaryProject();
    expect((await uptempo(['migrate'], { folder })).output).toBe(
      'Created table director\nCreated table movie\n',
    );
    expect(existsSync(join(folder, 'cinema.sqlite'))).toBe(true);
    expect((await uptempo(['migrate'], { folder })).output).toBe(
      'Nothing to do: the tables of all 2 models exist.\n',
    );
  });

  test('works from a folder below', async () => {
    const folder = temporaryProject();
    await uptempo(['migrate'], { folder: join(folder, 'commands') });
    expect(existsSync(join(folder, 'cinema.sqlite'))).toBe(true);
  });

  test('says that there are no databases, or no models', async () => {
    const none = temporaryProject({ 'uptempo.config.ts': 'export const config = {};' });
    expect((await uptempo(['migrate'], { folder: none })).errors).toContain(
      'cli.databases.missing',
    );
    const empty = temporaryProject({
      'uptempo.config.ts': 'export const config = { databases: { default: "sqlite::memory:" } };',
    });
    expect((await uptempo(['migrate'], { folder: empty })).output).toContain('has no models');
  });
});

describe('a command of the project', () => {
  test('runs with its options, on connected databases, from a folder below as well', async () => {
    const folder = temporaryProject();
    await uptempo(['migrate'], { folder });
    const { code, output, errors } = await uptempo(
      ['load-movies', '--copies', '3', 'Jaws', '--dry-run'],
      { folder: join(folder, 'commands') },
    );
    expect(code).toBe(0);
    expect(output).toBe(`movies  dryRun\n──────  ──────\n     3  true\n${folder}\n`);
    expect(errors).toMatch(/^Films: 3 in \d+\.\d s, [\d,]+\/s\n$/);
  });

  test('may take a name that is not its file’s, and keeps parts beside it', async () => {
    const folder = temporaryProject({
      ...CINEMA,
      'commands/clean.ts': `
        import { word } from './_word.ts';
        export const command = {
          name: 'tidy', help: 'Tidies.', run: ({ terminal }) => terminal.line(word),
        };`,
      'commands/_word.ts': 'export const word = "tidied";',
      'commands/clean.test.ts': 'throw new Error("a test is no command");',
    });
    expect((await uptempo(['tidy'], { folder })).output).toBe('tidied\n');
    expect((await uptempo(['clean'], { folder })).code).toBe(2);
  });

  test('that fails exits with 1; a coded error has no stack unless it is asked for', async () => {
    const fail = (thrown: string) => `
      import { UptempoError } from 'uptempo';
      export const command = { help: 'Fails.', run() { throw ${thrown}; } };`;
    const folder = temporaryProject({
      ...CINEMA,
      'commands/coded.ts': fail(
        "new UptempoError('cinema.reel.torn', 'The reel is torn.', 500, { hint: 'Glue it.' })",
      ),
      'commands/plain.ts': fail("new TypeError('The reel is torn.')"),
    });
    const coded = await uptempo(['coded'], { folder });
    expect(coded.code).toBe(1);
    expect(coded.errors).toBe(
      'error  The reel is torn.\nhint   Glue it.\ncode   cinema.reel.torn\n',
    );
    const traced = await uptempo(['coded', '--traceback'], { folder });
    expect(traced.errors).toMatch(/commands\/coded\.ts:3:\d+/);
    const plain = await uptempo(['plain'], { folder });
    expect(plain.code).toBe(1);
    expect(plain.errors).toMatch(/TypeError: The reel is torn\.\n +at .*commands\/plain\.ts:3:\d+/);
  });

  test('that is none, or has the name of another, is refused', async () => {
    const none = temporaryProject({ ...CINEMA, 'commands/none.ts': 'export const x = 1;' });
    expect((await uptempo(['none'], { folder: none })).errors).toContain('cli.command.invalid');
    const twice = temporaryProject({
      ...CINEMA,
      'commands/other.ts': 'export const command = { name: "migrate", help: "x", run() {} };',
    });
    expect((await uptempo(['missing'], { folder: twice })).errors).toContain(
      'cli.command.duplicate',
    );
  });
});

describe('routes', () => {
  test('lists them as a table and as JSON', async () => {
    const folder = temporaryProject();
    expect((await uptempo(['routes'], { folder })).output).toBe(
      [
        'Method  Path         Name          Added at',
        '──────  ───────────  ────────────  ───────────',
        'GET     /movies      movies        routes.ts:4',
        'GET     /movies/:id  movie-detail  routes.ts:5',
        '',
      ].join('\n'),
    );
    const { output } = await uptempo(['routes', '--json'], { folder });
    expect(JSON.parse(output)[1]).toEqual({
      methods: ['GET'],
      path: '/movies/:id',
      name: 'movie-detail',
      file: 'routes.ts',
      line: 5,
    });
  });
});

describe('shell', () => {
  test('runs code from a pipe and from --command with the models at hand', async () => {
    const folder = temporaryProject();
    await uptempo(['migrate'], { folder });
    const input = `
      import { Movie as Same } from './models.ts';
      const count: number = await Movie.objects.count();
      console.log(count, Same === Movie);`;
    expect((await uptempo(['shell'], { folder, input })).output).toBe('0 true\n');
    const failing = await uptempo(['shell', '--command', 'throw new Error("torn")'], { folder });
    expect(failing.code).toBe(1);
    expect(failing.errors).toContain('torn');
  });
});

describe('what cannot be started says why, with a hint', () => {
  test.each([
    [
      'a file that is no database',
      { 'cinema.sqlite': 'no database'.repeat(500) },
      'db.file.corrupt',
    ],
    [
      'a misspelled setting',
      { 'uptempo.config.ts': 'export const config = { alowedHosts: [] };' },
      'core.option.unknown',
    ],
    [
      'a setting of the wrong kind',
      { 'uptempo.config.ts': 'export const config = { port: "8000" };' },
      'core.option.invalid',
    ],
    ['settings that are not exported', { 'uptempo.config.ts': '' }, 'project.config.no_export'],
    [
      'a module that is not there',
      { 'uptempo.config.ts': 'export const config = { models: () => import("./modles.ts") };' },
      'project.module.missing',
    ],
    ['routes that are not exported', { 'routes.ts': '' }, 'project.module.no_export'],
  ])('%s', async (_title, files, errorCode) => {
    const folder = temporaryProject({ ...CINEMA, ...files });
    const { code, errors } = await uptempo(['routes'], { folder });
    expect(code).toBe(1);
    expect(errors).toContain(`code   ${errorCode}\n`);
    expect(errors).not.toContain('    at ');
  });

  test('no project', async () => {
    const { code, errors } = await uptempo(['migrate'], { folder: temporaryProject({}) });
    expect(code).toBe(1);
    expect(errors).toContain('project.config.missing');
    expect(errors).toContain('defineConfig');
  });

  test.each([
    [{ PORT: 'abc' }, 'PORT in the environment is "abc", which is not a port.'],
    [{ PORT: '70000' }, 'is not a port'],
    [{ PORT: '' }, 'is not a port'],
    [{ HOST: 'http://localhost' }, 'is not an address'],
    [{ UPTEMPO_MODE: 'prod' }, 'is not a mode'],
  ])('%j', async (env, message) => {
    const { code, errors } = await uptempo(['dev'], { folder: temporaryProject(), env });
    expect(code).toBe(1);
    expect(errors).toContain(message);
  });

  test('a database that is damaged stays as it is', async () => {
    const folder = temporaryProject();
    const file = join(folder, 'cinema.sqlite');
    const bytes = 'no database'.repeat(500);
    writeFileSync(file, bytes);
    await uptempo(['migrate'], { folder });
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(file, 'utf8')).toBe(bytes);
  });
});

test('NO_COLOR is honoured, and a pipe gets no colours', async () => {
  const folder = temporaryProject();
  const colour = String.fromCharCode(27);
  expect((await uptempo(['help'], { folder })).output).not.toContain(colour);
  const coloured = await uptempo(['help'], { folder, env: { FORCE_COLOR: '1' } });
  expect(coloured.output).toContain(colour);
  const plain = await uptempo(['help'], { folder, env: { NO_COLOR: '1' } });
  expect(plain.output).not.toContain(colour);
});
