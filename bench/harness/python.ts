import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Asked once: starting Python takes longer than many a sample. */
const reasons = new Map<string, string | undefined>();

const told = new Set<string>();

/** Before it Django had no cache on Redis, and no keys of rows that SQLite was given in bulk. */
const OLDEST_DJANGO = '4.2';

/** Where there is an older one. */
const TOO_OLD = 3;

/** Why what needs these modules can't be measured here; undefined when it can. */
export function whyWithoutPython(...modules: readonly string[]): string | undefined {
  const needed = modules.join(' or ');
  if (!reasons.has(needed)) reasons.set(needed, whyWithout(modules, needed));
  return reasons.get(needed);
}

function whyWithout(modules: readonly string[], needed: string): string | undefined {
  const program = `import sys, ${modules.join(', ')}
django = sys.modules.get("django")
if django and django.VERSION < (${OLDEST_DJANGO.replace('.', ', ')}): sys.exit(${TOO_OLD})`;
  const { status, error } = spawnSync('python3', ['-c', program], { stdio: 'ignore' });
  if (error !== undefined) return 'there is no python3';
  if (status === TOO_OLD) return `the Django of python3 is older than ${OLDEST_DJANGO}`;
  return status === 0 ? undefined : `python3 has no module ${needed}`;
}

/** Whether something in Python can be measured here; a line on stderr says why not. */
export function isInPython(what: string, ...modules: readonly string[]): boolean {
  const reason = whyWithoutPython(...modules);
  const isSubjectProcess = process.send !== undefined;
  if (reason !== undefined && !isSubjectProcess && !told.has(what)) {
    told.add(what);
    process.stderr.write(`Without ${what}: ${reason}.\n`);
  }
  return reason === undefined;
}

/** The version of a package that is there. */
export function pythonVersion(name: string): string {
  const program = `import importlib.metadata as m; print(m.version("${name}"))`;
  return spawnSync('python3', ['-c', program], { encoding: 'utf8' }).stdout.trim();
}

/** A program that answers each line of JSON by one. */
export interface PythonProgram {
  ask(request: object): Promise<unknown>;
  /** Ends its input, with which it ends. */
  end(): void;
}

/** @param setup - the first line, which is not answered. */
export function startPython(file: string, given: readonly string[], setup: object): PythonProgram {
  const child = spawn('python3', [file, ...given], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const write = (line: object) => child.stdin.write(`${JSON.stringify(line)}\n`);
  write(setup);
  return {
    async ask(request) {
      write(request);
      const next = await lines.next();
      if (next.done) throw new Error(`${file} has ended.`);
      return JSON.parse(next.value);
    },
    end: () => child.stdin.end(),
  };
}
