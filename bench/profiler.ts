import { type CpuProfileOptions, startCpuProfile } from '../src/profiler/index.ts';
import { createTemplateEngine } from '../src/templates/index.ts';
import type { Bench, Deferred, Workload } from './harness/index.ts';

/** A page of 100 rows, which computes and waits for nothing. */
function renderPage(): () => unknown {
  const engine = createTemplateEngine({
    templates: {
      'movies.html': '{% for movie in movies %}<li>{{ movie.title|upper }}</li>{% endfor %}',
    },
  });
  const movies = Array.from({ length: 100 }, (_, index) => ({ title: `Movie <${index}>` }));
  return () => engine.render('movies.html', { movies });
}

/** 100 promises one after another, as a request that asks a cache a lot. */
function waitOften(): () => unknown {
  return async () => {
    let sum = 0;
    for (let index = 0; index < 100; index++) sum += await Promise.resolve(index);
    return sum;
  };
}

/** The work in a process that is profiled all the while. */
function profiled(make: () => () => unknown, options: CpuProfileOptions): Deferred {
  return {
    async prepare() {
      const work = make();
      const profiling = await startCpuProfile(options);
      return { work, close: async () => profiling.discard() };
    },
  };
}

function workload(name: string, make: () => () => unknown): Workload {
  return {
    name,
    limit: 'not profiled',
    subjects: {
      'not profiled': { prepare: async () => make() },
      'every 1 ms': profiled(make, { samplingIntervalMs: 1 }),
      'every 0.2 ms': profiled(make, { samplingIntervalMs: 0.2 }),
      'every 1 ms, by route': profiled(make, { samplingIntervalMs: 1, byRoute: true }),
    },
  };
}

export const bench: Bench = {
  name: 'profiler',
  description: 'What the process loses while a CPU profile of it is taken.',
  isIsolated: true,
  workloads: [workload('a page of 100 rows', renderPage), workload('100 awaits', waitOften)],
};
