import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The path of the first of these programs that is installed; absolute paths are taken as such. */
export function findProgram(names: readonly string[]): string | undefined {
  return names.flatMap(candidates).find(isExecutable);
}

/** The paths of one program in all folders of the PATH, in their order. */
export function findPrograms(name: string): readonly string[] {
  return candidates(name).filter(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function candidates(name: string): readonly string[] {
  if (isAbsolute(name)) return [name];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name));
}
