import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './testing/root.ts';

/**
 * `npm run build`: compiles src/ to dist/ (JavaScript and declarations), puts what is not
 * TypeScript next to it, and makes the command line executable. `npm pack` runs it first.
 */
const source = join(root, 'src');
const target = join(root, 'dist');
const commandLine = join(target, 'cli', 'bin.js');

rmSync(target, { recursive: true, force: true });
compile();
copyAssets();
if (existsSync(commandLine)) chmodSync(commandLine, 0o755);

function compile(): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Templates, styles, pictures, scripts for the browser; the READMEs stay with the sources. */
function copyAssets(): void {
  for (const entry of globSync('**/*', { cwd: source, withFileTypes: true })) {
    if (!entry.isFile() || /\.ts$|^README\.md$/.test(entry.name)) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(target, from.slice(source.length));
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
}
