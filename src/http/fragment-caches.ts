import { currentContext } from '../events/index.ts';
import type { FragmentCaches } from '../templates/index.ts';
import { fragmentCache } from './cache/opened-cache.ts';
import { isTrackedSince } from './cache/tracking.ts';

/** The caches of the settings for `{% cache %}`, opened when the first fragment is looked for. */
export const fragmentCaches: FragmentCaches = (name) => ({
  async getOrSet(key, options, render) {
    if (options.until !== undefined) {
      const startedMs = currentContext()?.startedMs ?? performance.now();
      if (!isTrackedSince(startedMs)) return render();
    }
    return (await fragmentCache(name)).getOrSet(key, options, render);
  },
});
