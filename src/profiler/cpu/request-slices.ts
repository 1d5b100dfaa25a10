import { createHook } from 'node:async_hooks';
import {
  currentContext,
  type RequestContext,
  type RequestStartEvent,
  requestStartChannel,
} from '../../events/index.ts';
import { type CpuProfile, NO_ROUTE, type ProfiledRoute } from './cpu-profile.ts';

/** The stretches of time in which the thread worked for a request, in order. */
export interface RequestSlices {
  /** The first stands for no route. */
  readonly routes: readonly ProfiledRoute[];
  readonly slices: SliceList;
  /** Stops recording; later calls do nothing. */
  stop(): void;
}

/** 24 MB at most; what comes after them belongs to no route. */
const MAX_SLICES = 1_000_000;

/** Routes are few, but patterns come from the application, and the count from whoever asks. */
const MAX_ROUTES = 1_000;

/** A gap that no sample can fall into twice joins two slices of one route. */
const JOINED_MS = 0.002;

/**
 * Records for which request the thread works, by what Node does around every callback: each is
 * entered with the context it was made in. What a database's socket or the HTTP parser does
 * before it calls back belongs to no request.
 */
export function recordRequestSlices(): RequestSlices {
  const recorder = new SliceRecorder();
  const stopListening = requestStartChannel.subscribe((event) => recorder.requestStarts(event));
  const hook = createHook({
    before: (asyncId) => recorder.enter(asyncId),
    after: (asyncId) => recorder.leave(asyncId),
  });
  hook.enable();
  let isStopped = false;
  return {
    get routes() {
      return recorder.routes();
    },
    slices: recorder.slices,
    stop() {
      if (isStopped) return;
      isStopped = true;
      hook.disable();
      stopListening();
      recorder.end();
    },
  };
}

/** Beginnings, ends and routes of slices, in arrays that grow. */
class SliceList {
  startMs = new Float64Array(1024);
  endMs = new Float64Array(1024);
  route = new Uint16Array(1024);
  length = 0;

  add(startMs: number, endMs: number, route: number): void {
    const last = this.length - 1;
    if (last >= 0 && this.route[last] === route && startMs - this.endMs[last]! < JOINED_MS) {
      this.endMs[last] = endMs;
      return;
    }
    if (this.length === MAX_SLICES) return;
    if (this.length === this.startMs.length) this.#grow();
    this.startMs[this.length] = startMs;
    this.endMs[this.length] = endMs;
    this.route[this.length] = route;
    this.length++;
  }

  #grow(): void {
    const size = Math.min(MAX_SLICES, this.length * 2);
    const larger = <T extends Float64Array | Uint16Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.startMs = larger(this.startMs, new Float64Array(size));
    this.endMs = larger(this.endMs, new Float64Array(size));
    this.route = larger(this.route, new Uint16Array(size));
  }
}

class SliceRecorder {
  readonly slices = new SliceList();
  readonly #names = new Map<string, number>();
  readonly #counts: number[] = [0];
  readonly #routeOf = new WeakMap<RequestContext, number>();
  /** What runs: the callback and the route before it, to go back to. */
  readonly #entered: { readonly asyncId: number; readonly route: number }[] = [];
  #route = 0;
  #sinceMs = 0;

  routes(): readonly ProfiledRoute[] {
    const names = this.#names.keys().map((name, at) => {
      return { name, requestCount: this.#counts[at + 1]! };
    });
    return [NO_ROUTE, ...names];
  }

  /** The rest of the callback that is running works for this request. */
  requestStarts({ context, method, route, url }: RequestStartEvent): void {
    const index = this.#indexOf(`${method} ${route ?? url.split('?', 1)[0]}`, route !== undefined);
    this.#routeOf.set(context, index);
    this.#counts[index]!++;
    this.#switchTo(index);
  }

  enter(asyncId: number): void {
    this.#entered.push({ asyncId, route: this.#route });
    const context = currentContext();
    this.#switchTo(context === undefined ? 0 : (this.#routeOf.get(context) ?? 0));
  }

  /** An error that nobody caught leaves callbacks without saying so; they are left here. */
  leave(asyncId: number): void {
    const at = this.#entered.findLastIndex((entered) => entered.asyncId === asyncId);
    const before = at === -1 ? 0 : this.#entered[at]!.route;
    this.#entered.length = Math.max(0, at);
    this.#switchTo(before);
  }

  end(): void {
    this.#switchTo(0);
  }

  #switchTo(route: number): void {
    if (route === this.#route) return;
    const nowMs = performance.now();
    if (this.#route !== 0) this.slices.add(this.#sinceMs, nowMs, this.#route);
    this.#route = route;
    this.#sinceMs = nowMs;
  }

  /** Requests that no route answers are one route, whatever paths are tried. */
  #indexOf(name: string, isRoute: boolean): number {
    const key = isRoute ? name : 'no route';
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    if (this.#names.size === MAX_ROUTES) return 0;
    const index = this.#counts.push(0) - 1;
    this.#names.set(key, index);
    return index;
  }
}

/**
 * The profile with the route of each sample.
 *
 * @param startUs - when V8 began, by the clock that it and `process.hrtime` share.
 */
export function attributeSamples(
  profile: CpuProfile,
  startUs: number,
  { routes, slices }: RequestSlices,
): CpuProfile {
  const hrtimeMs = Number(process.hrtime.bigint()) / 1e6;
  const startMs = startUs / 1000 - (hrtimeMs - performance.now());
  const sampleRoutes = new Uint16Array(profile.samples.length);
  let slice = 0;
  for (let at = 0; at < sampleRoutes.length; at++) {
    const timeMs = startMs + profile.sampleMs[at]!;
    while (slice < slices.length && slices.endMs[slice]! < timeMs) slice++;
    if (slice < slices.length && slices.startMs[slice]! <= timeMs) {
      sampleRoutes[at] = slices.route[slice]!;
    }
  }
  return { ...profile, routes, sampleRoutes };
}
