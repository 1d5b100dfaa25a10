import { fileURLToPath } from 'node:url';
import {
  type Deferred,
  importPeer,
  installedPeers,
  isInPython,
  type PythonProgram,
  type Subject,
  startPython,
} from '../harness/index.ts';

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
  const inPython = isInPython('Django', 'django')
    ? { 'Django, locmem': django(call, value, 'locmem') }
    : {};
  return { ...Object.fromEntries(libraries), ...inPython };
}

/** Django's cache on this Redis server, if Python has what it takes. */
export function djangoOnRedis(call: Call, value: unknown, url: string): Subjects {
  if (!isInPython('Django on Redis', 'django', 'redis')) return {};
  return { 'Django, Redis': django(call, value, url) };
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

const PROGRAM = fileURLToPath(new URL('../peers/cache/django_calls.py', import.meta.url));

/** Django measures its calls itself, by the time that passes. @param cache - as in django_caches.py. */
function django(call: Call, value: unknown, cache: string): Subject {
  let program: PythonProgram | undefined;
  return {
    minSampleMs: 20,
    async open() {
      program = startPython(PROGRAM, [cache], { value });
    },
    once: async () => (await program!.ask({ call })) ?? undefined,
    run: async (count) => Number(await program!.ask({ call, count })),
    async close() {
      program?.end();
    },
  };
}
