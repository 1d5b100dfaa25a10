import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/http/index.ts';
import { readCpuProfile } from '../../src/profiler/index.ts';
import { profilerPages } from '../../src/profiling/index.ts';
import { burnFor } from '../profiler/burning.ts';
import { readPprof } from '../profiler/pprof-reader.ts';
import { speedscopeProblems } from '../profiler/speedscope-schema.ts';
import { profiledApp } from '../profiling/profiled-app.ts';
import { temporaryFiles, temporaryFolder } from '../support/files.ts';
import { HOSTILE_TEXTS } from '../support/hostile.ts';
import { CINEMA, temporaryProject, uptempo } from './uptempo.ts';

/** Line 6 burns. */
const BURNING = `const [limit = '1000'] = process.argv.slice(2);
function findPrimes(limit: number): number {
  let count = 0;
  for (let candidate = 2; candidate < limit; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor < candidate; divisor++) if (candidate % divisor === 0) isPrime = false;
    if (isPrime) count++;
  }
  return count;
}
const startedUs = process.threadCpuUsage().user;
while (process.threadCpuUsage().user - startedUs < 400_000) findPrimes(Number(limit));
console.log(\`primes below \${limit}\`);
`;

describe('of a script', () => {
  test('shows the function and the line that burn, and passes arguments on', async () => {
    const folder = temporaryFiles({ 'package.json': '{ "type": "module" }', 'burn.ts': BURNING });
    const argv = ['profile', 'burn.ts', '--output', 'burn.cpuprofile', '--', '1200'];
    const { code, output, errors } = await uptempo(argv, { folder });
    expect(errors).toContain('Wrote burn.cpuprofile.');
    expect(output).toContain('primes below 1200');
    expect(output).toMatch(/findPrimes {2}burn\.ts:2/);
    expect(output).toMatch(/^ *6 .* % +█+ .*candidate % divisor/m);
    expect(code).toBe(0);
    const written = JSON.parse(readFileSync(join(folder, 'burn.cpuprofile'), 'utf8'));
    expect(readCpuProfile(written).samples.length).toBeGreaterThan(0);
  });

  test('as JSON, what the script prints stands elsewhere', async () => {
    const folder = temporaryFiles({ 'package.json': '{ "type": "module" }', 'burn.ts': BURNING });
    const { output, errors } = await uptempo(['profile', 'burn.ts', '--json'], { folder });
    const { frames, files } = JSON.parse(output);
    expect(frames).toContainEqual({
      name: 'findPrimes',
      file: 'burn.ts',
      line: 2,
      kind: 'application',
    });
    expect(files[0].file).toBe('burn.ts');
    expect(errors).toContain('primes below 1000');
  });

  test('one that never ends is told to after --seconds', async () => {
    // A loop that never lets go could not be told anything.
    const forever = BURNING.replace(
      /^while .*$/m,
      'setInterval(() => findPrimes(Number(limit)), 1);',
    );
    const folder = temporaryFiles({ 'package.json': '{ "type": "module" }', 'burn.ts': forever });
    const { output, code } = await uptempo(['profile', 'burn.ts', '--seconds', '1'], { folder });
    expect(output).toMatch(/findPrimes {2}burn\.ts:2/);
    expect(code).toBe(143);
  });

  test('one that fails has its exit code, and its profile', async () => {
    const failing = `${BURNING}process.exitCode = 7;`;
    const folder = temporaryFiles({ 'package.json': '{ "type": "module" }', 'burn.ts': failing });
    const { code, output } = await uptempo(['profile', 'burn.ts'], { folder });
    expect(code).toBe(7);
    expect(output).toContain('findPrimes');
  });

  test('one that is killed has none', async () => {
    const folder = temporaryFiles({ 'die.js': 'process.abort();' });
    const { code, errors } = await uptempo(['profile', 'die.js'], { folder });
    expect(errors).toContain('cli.profile.missing');
    expect(code).toBe(1);
  });
});

test('of a command of the project', async () => {
  const folder = temporaryProject(CINEMA);
  await uptempo(['migrate'], { folder });
  const argv = ['profile', 'load-movies', '--', 'Jaws', '--copies', '200'];
  const { code, output } = await uptempo(argv, { folder });
  expect(output).toMatch(/movies +dryRun/);
  expect(output).toMatch(/self +with what it calls +function/);
  expect(code).toBe(0);
});

describe('of a running app', () => {
  async function startApp(): Promise<{ site: string; folder: string }> {
    const app = await profiledApp();
    const site = await app.listen({ port: 0, host: '127.0.0.1' });
    const load = setInterval(() => void app.inject('/primes'), 50);
    onTestFinished(() => clearInterval(load));
    return { site, folder: temporaryFolder() };
  }

  const KEY = ['--header', 'x-key: popcorn'];

  test('shows the lines, and stores it as every kind of file', async () => {
    const { site, folder } = await startApp();
    const profile = (...argv: string[]) =>
      uptempo(['profile', site, '--seconds', '1', ...KEY, ...argv], { folder });
    const shown = await profile('--output', 'app.pb.gz');
    expect(shown.errors).toContain('Wrote app.pb.gz.');
    expect(shown.output).toMatch(/findPrimes {2}profiler\/burning\.ts:5/);
    expect(shown.code).toBe(0);
    const { samples } = readPprof(gunzipSync(readFileSync(join(folder, 'app.pb.gz'))));
    expect(samples.some(({ labels }) => labels.route === 'GET /primes')).toBe(true);

    const route = await profile('--route', 'GET /primes', '--output', 'app.speedscope.json');
    expect(route.code).toBe(0);
    const stored = JSON.parse(readFileSync(join(folder, 'app.speedscope.json'), 'utf8'));
    expect(speedscopeProblems(stored)).toEqual([]);
    expect(stored.name).toBe('GET /primes');

    const json = await profile('--json');
    expect(JSON.parse(json.output).routes[0].name).toBe('GET /primes');
  });

  test('the name of a file in it cannot write elsewhere on the screen', async () => {
    const app = await profiledApp();
    const name = HOSTILE_TEXTS.terminal!;
    const count = 'let n = 0; for (let i = 0; i < 1e5; i++) n += i % 7;';
    const burn = compileFunction(count, [], { filename: `${name}.js` });
    app.get('/named', async () => burnFor(10, () => burn()));
    const site = await app.listen({ port: 0, host: '127.0.0.1' });
    const load = setInterval(() => void app.inject('/named'), 50);
    onTestFinished(() => clearInterval(load));
    for (const argv of [[], ['--json']]) {
      const { output } = await uptempo(['profile', site, '--seconds', '1', ...KEY, ...argv], {
        folder: temporaryFolder(),
      });
      expect(output).toContain('gpj.exe');
      expect(output.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  test('is refused without what the permission asks for', async () => {
    const { site, folder } = await startApp();
    const { code, errors } = await uptempo(['profile', site, '--seconds', '1'], { folder });
    expect(errors).toContain('The app refused to be profiled: The profiler is not shown');
    expect(errors).toContain('cli.profile.refused');
    expect(code).toBe(1);
  });

  test('says which routes there are when the one asked for had no requests', async () => {
    const plain = await startApp();
    const app = await createApp({ mode: 'development' });
    await app.register(profilerPages, { permission: () => true });
    app.get('/titles', async () => 'done');
    onTestFinished(() => app.close());
    const site = await app.listen({ port: 0, host: '127.0.0.1' });
    for (const [address, folder] of [
      [plain.site, plain.folder],
      [site, temporaryFolder()],
    ] as const) {
      const { code, errors } = await uptempo(
        ['profile', address, '--seconds', '1', '--route', 'GET /nowhere', ...KEY],
        { folder },
      );
      expect(errors).toContain('GET /nowhere');
      expect(errors).not.toContain('has no profiler');
      expect(code).toBe(1);
    }
  });

  test('says so when the app has no profiler, or is not there', async () => {
    const { site, folder } = await startApp();
    const elsewhere = await uptempo(['profile', `${site}/titles`, '--seconds', '1', ...KEY], {
      folder,
    });
    expect(elsewhere.errors).toContain('has no profiler. Register profilerPages');
    const nothing = await uptempo(['profile', 'http://127.0.0.1:1', '--seconds', '1'], { folder });
    expect(nothing.errors).toContain('cli.profile.unreachable');
  });
});

describe('a wrong command line ends with 2 before anything runs', () => {
  test.each([
    [['profile']],
    [['profile', 'burn.ts', '--output', 'burn.exe']],
    [['profile', 'burn.ts', '--seconds', '0']],
    [['profile', 'burn.ts', '--route', 'GET /']],
    [['profile', 'http://127.0.0.1:1', '--header', 'secret']],
    [['profile', 'burn.ts', 'more']],
  ])('%j', async (argv) => {
    const folder = temporaryFiles({
      'burn.ts': 'import { writeFileSync } from "node:fs"; writeFileSync("ran", "");',
    });
    const { code, errors } = await uptempo(argv, { folder });
    expect(errors).toMatch(/code {3}cli\./);
    expect(errors).not.toContain('secret');
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });
});
