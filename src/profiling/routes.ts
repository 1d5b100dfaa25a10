import {
  type App,
  addToolPage,
  type BrowserModules,
  guardTool,
  noStore,
  type Reply,
  type Request,
  sendToolJson,
  sendToolPage,
  serveModules,
} from '../http/index.ts';
import type { HeapList, ProfileList } from '../profile-view/index.ts';
import type { HeapTaker } from './heap-taker.ts';
import type { ProfilerPagesSettings } from './options.ts';
import { profileEntry } from './profile-document.ts';
import type { KeptProfile, ProfileTaker, RunningProfile } from './profile-taker.ts';
import {
  queryOf,
  readFormat,
  readProfileQuery,
  readProfileRequest,
  readRoute,
} from './requests.ts';

/** The id of a profile, for programs that ask for it in another format. */
export const PROFILE_HEADER = 'x-uptempo-profile';

export interface ProfilerRouteParts {
  readonly settings: ProfilerPagesSettings;
  readonly profiles: ProfileTaker;
  readonly heaps: HeapTaker;
  readonly modules: BrowserModules;
}

/** The pages of the profiler, and what they and programs ask of it. */
export function addProfilerRoutes(app: App, parts: ProfilerRouteParts): void {
  const { settings, profiles, heaps, modules } = parts;
  const { basePath, maxSeconds, permission } = settings;
  const page = `${basePath}/assets/${modules.version}/profiling/page/profiler.js`;
  addToolPage(app, { name: 'Profiler', path: `${basePath}/` });
  app.register(
    (scope, _options, done) => {
      guardTool(scope, 'The profiler', permission);
      serveModules(scope, modules);
      scope.get('/', (_request, reply) => sendToolPage(reply, page));
      scope.get('/profiles.json', (_request, reply) => sendToolJson(reply, list(parts)));
      scope.get('/profile', (request, reply) => sendNextProfile(request, reply, parts));
      scope.get('/profiles/:name', (request, reply) => sendKept(request, reply, parts, page));
      scope.post('/profiles', async (request, reply) => {
        const running = await profiles.start(readProfileRequest(request.body, maxSeconds));
        return sendToolJson(reply.code(201), runningJson(running));
      });
      scope.post('/profiles/:id/stop', async (request, reply) => {
        const { id } = request.params as { readonly id: string };
        return sendToolJson(reply, profileEntry(await profiles.stop(id)));
      });
      const heapList = (): HeapList => ({ summaries: heaps.entries() });
      scope.get('/heap.json', (_request, reply) => sendToolJson(reply, heapList()));
      scope.post('/heap', async (_request, reply) => {
        await heaps.take();
        return sendToolJson(reply.code(201), heapList());
      });
      done();
    },
    { prefix: basePath },
  );
}

function list({ settings, profiles }: ProfilerRouteParts): ProfileList {
  const { running } = profiles;
  return {
    running: running === undefined ? null : runningJson(running),
    profiles: profiles.all().map(profileEntry),
    maxSeconds: settings.maxSeconds,
  };
}

function runningJson({ id, startedAt, seconds }: RunningProfile) {
  return { id, startedAt: new Date(startedAt).toISOString(), seconds };
}

/** Takes a profile and answers with it; it ends early when whoever asked has gone. */
async function sendNextProfile(
  request: Request,
  reply: Reply,
  parts: ProfilerRouteParts,
): Promise<Reply> {
  const { profiles, settings } = parts;
  const format = queryOf(request).format ?? 'json';
  readFormat(format);
  const running = await profiles.start(readProfileQuery(request, settings.maxSeconds));
  reply.raw.once('close', () => {
    profiles.stop(running.id).catch(() => {});
  });
  return sendFile(request, reply, parts, await running.done, format);
}

/** A profile by its id: as a page, or as a file where the name has an ending. */
function sendKept(request: Request, reply: Reply, parts: ProfilerRouteParts, page: string): Reply {
  const { name } = request.params as { readonly name: string };
  const dot = name.indexOf('.');
  if (dot === -1) return sendToolPage(reply, page);
  return sendFile(
    request,
    reply,
    parts,
    parts.profiles.kept(name.slice(0, dot)),
    name.slice(dot + 1),
  );
}

function sendFile(
  request: Request,
  reply: Reply,
  { settings }: ProfilerRouteParts,
  kept: KeptProfile,
  formatName: string,
): Reply {
  const { projectRoot, basePath } = settings;
  const format = readFormat(formatName);
  const body = format.write(kept, { projectRoot, basePath, route: readRoute(request) });
  noStore(reply).header(PROFILE_HEADER, kept.id).type(format.type);
  if (format.isDownload) {
    const file = `${new Date(kept.takenAt).toISOString().replace(/[:.]/g, '-')}.${formatName}`;
    reply.header('content-disposition', `attachment; filename="${file}"`);
  }
  return reply.send(typeof body === 'string' ? body : Buffer.from(body));
}
