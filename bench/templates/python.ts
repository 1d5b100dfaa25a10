import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Subject } from '../harness/index.ts';
import { TEMPLATES } from './django-templates.ts';
import type { PageData } from './pages.ts';

const PROGRAM = fileURLToPath(new URL('../peers/templates/render.py', import.meta.url));

export type PythonEngine = 'jinja2' | 'django';

/** Asked once: starting Python takes longer than many a sample. */
const reasons = new Map<PythonEngine, string | undefined>();

/** Why an engine can't be measured here; undefined when it can. */
export function whyWithout(engine: PythonEngine): string | undefined {
  if (!reasons.has(engine)) reasons.set(engine, askPython(engine));
  return reasons.get(engine);
}

function askPython(engine: PythonEngine): string | undefined {
  const { status, error } = spawnSync('python3', ['-c', `import ${engine}`], { stdio: 'ignore' });
  if (error !== undefined) return 'there is no python3';
  return status === 0 ? undefined : `python3 has no module ${engine}`;
}

/** The version of an engine that is there. */
export function pythonVersion(engine: PythonEngine): string {
  const program = `import importlib.metadata as m; print(m.version("${engine}"))`;
  return spawnSync('python3', ['-c', program], { encoding: 'utf8' }).stdout.trim();
}

/** A page of Jinja2 or Django, which measure the time of their renders themselves. */
export function pythonSubject(
  engine: PythonEngine,
  page: keyof typeof TEMPLATES,
  data: PageData,
  isCold = false,
): Subject {
  let child: ChildProcessByStdio<Writable, Readable, null> | undefined;
  let lines: AsyncIterator<string> | undefined;
  const ask = async (request: object): Promise<unknown> => {
    child!.stdin.write(`${JSON.stringify(request)}\n`);
    const next = await lines!.next();
    if (next.done) throw new Error(`${engine} has ended.`);
    return JSON.parse(next.value);
  };
  return {
    minSampleMs: 20,
    async open() {
      child = spawn('python3', [PROGRAM, engine], { stdio: ['pipe', 'pipe', 'inherit'] });
      lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      child.stdin.write(`${JSON.stringify({ templates: TEMPLATES, data })}\n`);
    },
    once: () => ask({ page }),
    run: async (count) => Number(await ask({ page, count, isCold })),
    async close() {
      child?.stdin.end();
    },
  };
}
