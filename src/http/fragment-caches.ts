import { currentContext } from '../events/index.ts';
import type { FragmentCaches } from '../templates/index.ts';
import { fragmentCache } from './cache/opened-cache.ts';
import { isTrackedSince } from './cache/tracking.ts';

/**
 * The caches of the settings for `{% cache %}`, opened when the first fragment is looked for. One that
 * is open is asked at once: the tag's line is on the stack then, for whoever records the call.
 */
export const fragmentCaches: FragmentCaches = (name) => ({
  getOrSet(key, options, render) {
    if (options.until !== undefined) {
      const startedMs = currentContext()?.startedMs ?? performance.now();
      if (!isTrackedSince(startedMs)) return Promise.resolve(render());
    }
    const cache = fragmentCache(name);
    if (!(cache instanceof Promise)) return cache.getOrSet(key, options, render);
    return cache.then((opened) => opened.getOrSet(key, options, render));
  },
});
