import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Deferred, importPeer, installedPeers, type Subject } from '../harness/index.ts';

/** What benches ask of another library's cache. */
export interface CachePeer {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<unknown>;
  close(): Promise<unknown>;
}

export const PEERS = ['bentocache', 'cache-manager'] as const;

type Call = 'get' | 'set';
type Subjects = Readonly<Record<string, Deferred | Subject>>;

/** The other libraries that are there, and Django's memory, on one value. */
export function peerSubjects(call: Call, value: unknown): Subjects {
  const libraries = installedPeers(PEERS).map(
    (name) => [name, library(name, call, value)] as const,
  );
  const django = hasDjango() ? { 'Django, locmem': locmem(call, value) } : {};
  return { ...Object.fromEntries(libraries), ...django };
}

function library(name: string, call: Call, value: unknown): Deferred {
  return {
    async prepare() {
      const { open } = await importPeer<{ open(): CachePeer }>(`cache/${name}`);
      const peer = open();
      await peer.set('key', value);
      const set = async () => void (await peer.set('key', value));
      const work = call === 'get' ? () => peer.get('key') : set;
      return { work, close: async () => void (await peer.close()) };
    },
  };
}

function hasDjango(): boolean {
  return spawnSync('python3', ['-c', 'import django'], { stdio: 'ignore' }).status === 0;
}

const PROGRAM = fileURLToPath(new URL('../peers/cache/locmem.py', import.meta.url));

/** Django measures its calls itself. */
function locmem(call: Call, value: unknown): Subject {
  const child = spawn('python3', [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write(`${JSON.stringify({ value })}\n`);
  const ask = async (request: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const next = await lines.next();
    if (next.done) throw new Error('Django has ended.');
    return JSON.parse(next.value) ?? undefined;
  };
  return {
    minSampleMs: 20,
    once: () => ask({ call }),
    run: async (count) => Number(await ask({ call, count })),
    async close() {
      child.stdin.end();
    },
  };
}
