import { type App, browserModules, installRequestEvents } from '../http/index.ts';
import { HeapTaker } from './heap-taker.ts';
import { type ProfilerPagesOptions, profilerPagesSettings } from './options.ts';
import { ProfileTaker } from './profile-taker.ts';
import { addProfilerRoutes } from './routes.ts';

/**
 * Fastify plugin: a page that takes CPU profiles and heap summaries of the running process and
 * shows them, for whoever `permission` lets in. Nothing is taken, and nothing is slower, until
 * somebody asks. A second registration under the same path does nothing.
 *
 * ```ts
 * await app.register(profilerPages, { permission: (request) => request.user?.isStaff === true });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, profiling.path.invalid
 */
export const profilerPages = Object.assign(
  async (app: App, options: ProfilerPagesOptions): Promise<void> => {
    const settings = profilerPagesSettings(options);
    if (!claimPath(app, settings.basePath)) return;
    const profiles = new ProfileTaker(settings.history);
    installRequestEvents(app);
    app.addHook('onClose', (_app, done) => {
      profiles.close();
      done();
    });
    const modules = browserModules('profile-view', 'profiling/page');
    addProfilerRoutes(app, { settings, profiles, heaps: new HeapTaker(), modules });
  },
  {
    // The requests of the whole app are told apart, not those of a scope of its own.
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: 'uptempo-profiler',
    [Symbol.for('plugin-meta')]: { name: 'uptempo-profiler', fastify: '5.x' },
  },
);

const claimed = new WeakMap<object, Set<string>>();

/**
 * Whether these are the app's first pages under the path. In development the toolbar brings them;
 * the application's own for production come after and would stand in the same place.
 */
function claimPath({ server }: App, basePath: string): boolean {
  const paths = claimed.get(server) ?? new Set();
  claimed.set(server, paths);
  if (paths.has(basePath)) return false;
  paths.add(basePath);
  return true;
}
