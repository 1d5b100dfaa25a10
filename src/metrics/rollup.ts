import { type Resolution, slotOf } from './resolutions.ts';
import { MetricsWindow } from './window.ts';

/** A finished or growing span of time. */
export interface RolledUp {
  readonly slotMs: number;
  readonly window: MetricsWindow;
}

/** Merges fine spans of time into coarse ones as they come, so that nothing is read back for it. */
export class Rollup {
  readonly resolution: Resolution;
  #slotMs = Number.NaN;
  #window = new MetricsWindow();

  constructor(resolution: Resolution) {
    this.resolution = resolution;
  }

  /** Adds a window that began at `startedAt`; returns the coarse span it is now part of. */
  add(startedAt: number, window: MetricsWindow): RolledUp {
    const slotMs = slotOf(startedAt, this.resolution);
    if (slotMs !== this.#slotMs) {
      this.#slotMs = slotMs;
      this.#window = new MetricsWindow();
    }
    this.#window.merge(window);
    this.#window.trim();
    return { slotMs, window: this.#window };
  }

  /** The coarse span as it would be with a window that is not over yet. */
  with(startedAt: number, window: MetricsWindow): RolledUp {
    const slotMs = slotOf(startedAt, this.resolution);
    const sum = new MetricsWindow();
    if (slotMs === this.#slotMs) sum.merge(this.#window);
    sum.merge(window);
    return { slotMs, window: sum };
  }
}
