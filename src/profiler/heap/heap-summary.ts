import { createReadStream } from 'node:fs';
import { getHeapSnapshot } from 'node:v8';
import { invalid, SnapshotScanner, type SnapshotVisitor } from './snapshot-scanner.ts';

/** How many objects of one constructor there are. */
export interface HeapGroup {
  /** Name of the constructor, or of a kind of its own: `(string)`, `(array)`, `(closure)`. */
  readonly name: string;
  readonly count: number;
  /** Their own bytes, without what they refer to. */
  readonly shallowBytes: number;
}

export interface HeapSummary {
  /** The largest first. */
  readonly groups: readonly HeapGroup[];
  readonly objectCount: number;
  readonly shallowBytes: number;
}

/**
 * What the heap consists of, by constructor.
 *
 * @param source - a `.heapsnapshot` file, or its content in pieces. Default: this thread's heap as it is
 * now, for which V8 stops the thread.
 * @throws profiler.snapshot.invalid
 */
export async function heapSummary(
  source: string | AsyncIterable<Uint8Array> = getHeapSnapshot(),
): Promise<HeapSummary> {
  const counter = new GroupCounter();
  const scanner = new SnapshotScanner(counter);
  const pieces = typeof source === 'string' ? createReadStream(source) : source;
  for await (const piece of pieces)
    scanner.write(typeof piece === 'string' ? Buffer.from(piece) : piece);
  scanner.end();
  return counter.summary();
}

/** Constructors are few; a program that makes classes without end must not fill our memory. */
const MAX_NAMES = 100_000;

const OTHER = '(other)';

/** What is told apart by its name. Of the rest the name is its content. */
const NAMED = new Set(['object', 'native']);

const KINDS: Readonly<Record<string, string>> = {
  'concatenated string': '(string)',
  'sliced string': '(string)',
  'object shape': '(object shape)',
  code: '(compiled code)',
  hidden: '(system)',
  synthetic: '(system)',
};

interface Counts {
  readonly type: number;
  /** Index in the strings, or -1 for a kind without names. */
  readonly nameIndex: number;
  count: number;
  shallowBytes: number;
}

/** Adds up nodes as they pass; memory grows with the names, not with the objects. */
class GroupCounter implements SnapshotVisitor {
  readonly #counts = new Map<number, Counts>();
  readonly #names = new Map<number, string>();
  #layout: Layout | undefined;
  #field = 0;
  #type = 0;
  #name = 0;
  #size = 0;

  header(header: unknown): void {
    this.#layout = readLayout(header);
  }

  nodeField(value: number): void {
    const layout = this.#layout;
    if (layout === undefined) throw invalid('its nodes come before their description');
    if (this.#field === layout.type) this.#type = value;
    else if (this.#field === layout.name) this.#name = value;
    else if (this.#field === layout.selfSize) this.#size = value;
    if (++this.#field < layout.fieldCount) return;
    this.#field = 0;
    this.#count(layout.types[this.#type]);
  }

  wantsString(index: number): boolean {
    return this.#names.has(index);
  }

  string(index: number, text: string): void {
    this.#names.set(index, text);
  }

  summary(): HeapSummary {
    const groups = new Map<string, HeapGroup>();
    for (const counts of this.#counts.values()) {
      const name = this.#nameOf(counts);
      const { count = 0, shallowBytes = 0 } = groups.get(name) ?? {};
      groups.set(name, {
        name,
        count: count + counts.count,
        shallowBytes: shallowBytes + counts.shallowBytes,
      });
    }
    const all = [...groups.values()].sort((left, right) => right.shallowBytes - left.shallowBytes);
    return {
      groups: all,
      objectCount: all.reduce((sum, { count }) => sum + count, 0),
      shallowBytes: all.reduce((sum, { shallowBytes }) => sum + shallowBytes, 0),
    };
  }

  #count(type: string | undefined): void {
    if (type === undefined) throw invalid('a node is of a type that it does not declare');
    const isNamed = NAMED.has(type);
    const nameIndex = isNamed ? this.#nameIndex() : -1;
    const key = (nameIndex + 2) * 64 + (isNamed ? 0 : this.#type);
    const counts = this.#counts.get(key) ?? {
      type: this.#type,
      nameIndex,
      count: 0,
      shallowBytes: 0,
    };
    this.#counts.set(key, counts);
    counts.count++;
    counts.shallowBytes += this.#size;
  }

  /** -2 for the names that are too many. */
  #nameIndex(): number {
    if (this.#names.has(this.#name)) return this.#name;
    if (this.#names.size === MAX_NAMES) return -2;
    this.#names.set(this.#name, '');
    return this.#name;
  }

  #nameOf({ type, nameIndex }: Counts): string {
    if (nameIndex === -2) return OTHER;
    if (nameIndex >= 0) return this.#names.get(nameIndex) || '(no name)';
    const kind = this.#layout!.types[type]!;
    return KINDS[kind] ?? `(${kind})`;
  }
}

/** Where in the fields of a node what is wanted stands; versions of V8 differ in it. */
interface Layout {
  readonly fieldCount: number;
  readonly type: number;
  readonly name: number;
  readonly selfSize: number;
  readonly types: readonly string[];
}

function readLayout(header: unknown): Layout {
  const meta = (header as { meta?: { node_fields?: unknown; node_types?: unknown } } | null)?.meta;
  const { node_fields: fields, node_types: types } = meta ?? {};
  if (!Array.isArray(fields) || !Array.isArray(types)) throw invalid('it has no meta.node_fields');
  const layout = {
    fieldCount: fields.length,
    type: fields.indexOf('type'),
    name: fields.indexOf('name'),
    selfSize: fields.indexOf('self_size'),
    types: types[fields.indexOf('type')],
  };
  const isKnown = layout.type >= 0 && layout.name >= 0 && layout.selfSize >= 0;
  if (isKnown && Array.isArray(layout.types) && layout.types.length <= 64) return layout;
  throw invalid('its nodes have no type, name or self_size');
}
