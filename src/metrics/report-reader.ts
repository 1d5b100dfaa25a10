import { Gathered } from './gathered.ts';
import type { MetricsReport } from './report-rows.ts';
import { type Resolution, resolutionFor, slotOf } from './resolutions.ts';
import type { MetricsStore, SlotVersion } from './store.ts';

/** Spans of time that are merged ahead, as one. */
const SLOTS_IN_BLOCK = 10;

/**
 * Blocks kept: two ranges of the most spans there are. On a site of 50 routes and 100 statements
 * each has some 300 KB, as has a span of time.
 */
const MAX_BLOCKS = 32;

/** Spans of time kept by themselves: those of the first and the last block of two ranges. */
const MAX_SLOTS = 44;

interface Kept {
  readonly version: string;
  readonly gathered: Gathered;
}

/**
 * Reads reports of one store. What was merged for the last report is kept, so that the next one
 * reads the rows that were written since and merges blocks of the rest.
 */
export class ReportReader {
  readonly #store: MetricsStore;
  /** The one used last comes last. */
  readonly #slots = new Map<string, Kept>();
  readonly #blocks = new Map<string, Kept>();

  constructor(store: MetricsStore) {
    this.#store = store;
  }

  /** @param route - only its figures, and the statements and errors it had a part in. */
  report(rangeMs: number, nowMs: number, route?: string): MetricsReport {
    const resolution = resolutionFor(rangeMs);
    const fromMs = slotOf(nowMs - rangeMs, resolution) + resolution.ms;
    const all = new Gathered(route);
    const versions = this.#store.versions(resolution, fromMs, nowMs + 1);
    const blockOf = ({ slotMs }: SlotVersion) =>
      Math.floor(slotMs / (resolution.ms * SLOTS_IN_BLOCK));
    for (const [block, slots] of Map.groupBy(versions, blockOf)) {
      const key = `${resolution.ms} ${block} ${route ?? ''}`;
      all.merge(this.#block(key, slots, resolution, route));
    }
    return all.report(this.#store, { fromMs, toMs: nowMs, stepMs: resolution.ms });
  }

  /** Drops what is kept for the next report, which is made anew then. */
  forget(): void {
    this.#slots.clear();
    this.#blocks.clear();
  }

  #block(
    key: string,
    slots: readonly SlotVersion[],
    resolution: Resolution,
    route: string | undefined,
  ): Gathered {
    const version = slots.map(({ slotMs, version }) => `${slotMs} ${version}`).join();
    return kept(this.#blocks, MAX_BLOCKS, key, version, () => {
      const block = new Gathered(route);
      for (const slot of slots) block.merge(this.#slot(slot, resolution, route));
      return block;
    });
  }

  #slot(
    { slotMs, version }: SlotVersion,
    resolution: Resolution,
    route: string | undefined,
  ): Gathered {
    const key = `${resolution.ms} ${slotMs} ${route ?? ''}`;
    return kept(this.#slots, MAX_SLOTS, key, version, () => {
      const slot = new Gathered(route);
      const kinds = ['process', 'routes', 'queries', 'errors', 'caches'] as const;
      for (const part of this.#store.read(resolution, slotMs, slotMs + 1, kinds)) {
        slot.add(part.slotMs, part.worker, part.window);
      }
      return slot;
    });
  }
}

function kept(
  entries: Map<string, Kept>,
  max: number,
  key: string,
  version: string,
  make: () => Gathered,
): Gathered {
  const known = entries.get(key);
  const entry = known?.version === version ? known : { version, gathered: make() };
  entries.delete(key);
  entries.set(key, entry);
  if (entries.size > max) entries.delete(entries.keys().next().value!);
  return entry.gathered;
}
