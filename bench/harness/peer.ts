import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../peers/', import.meta.url);

/** Those of the libraries of bench/peers/ that are installed; a line on stderr names the others. */
export function installedPeers(names: readonly string[]): readonly string[] {
  const missing = names.filter((name) => !isInstalled(name));
  const isSubjectProcess = process.send !== undefined;
  if (missing.length > 0 && !isSubjectProcess) {
    process.stderr.write(
      `Without ${missing.join(' and ')}: npm install --prefix bench/peers brings them.\n`,
    );
  }
  return names.filter(isInstalled);
}

/** The installed version of each of these libraries of bench/peers/. */
export function peerVersions(names: readonly string[]): Readonly<Record<string, string>> {
  const versionOf = (name: string): string => {
    const file = new URL(`node_modules/${name}/package.json`, FOLDER);
    return JSON.parse(readFileSync(file, 'utf8')).version;
  };
  return Object.fromEntries(names.filter(isInstalled).map((name) => [name, versionOf(name)]));
}

function isInstalled(name: string): boolean {
  return existsSync(new URL(`node_modules/${name}/`, FOLDER));
}

/** What we know of a library: the module of its name in bench/peers/. */
export function importPeer<Adapter>(name: string): Promise<Adapter> {
  return import(new URL(`${name}.ts`, FOLDER).href);
}
