import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/files.ts';
import { root } from '../../support/repository.ts';

export interface TypeCheck {
  /** The compiler's lines about errors, none when all is well. */
  readonly errors: readonly string[];
  /** How many types were made from generic ones: what slow types have too many of. */
  readonly instantiations: number;
  readonly checkSeconds: number;
}

/** Checks files, by absolute path, under the settings of this repository. */
export function typeCheck(files: readonly string[]): TypeCheck {
  const folder = temporaryFolder();
  const configuration = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      typeRoots: [join(root, 'node_modules/@types')],
      // Files outside of the repository import it by absolute path.
      rewriteRelativeImportExtensions: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    include: [],
    files,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(
    process.execPath,
    [compiler, '-p', folder, '--singleThreaded', '--extendedDiagnostics', '--pretty', 'false'],
    { cwd: root, encoding: 'utf8' },
  );
  const lines = stdout.split('\n');
  return {
    errors: lines.filter((line) => /error TS\d+/.test(line)),
    instantiations: numberAfter('Instantiations:', lines),
    checkSeconds: numberAfter('Check time:', lines),
  };
}

function numberAfter(name: string, lines: readonly string[]): number {
  const line = lines.find((text) => text.startsWith(name));
  if (line === undefined) throw new Error(`The compiler printed no line "${name}"`);
  return Number.parseFloat(line.slice(name.length));
}
