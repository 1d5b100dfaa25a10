import type {
  FileJson,
  FrameJson,
  FunctionJson,
  ProfileDocument,
  ProfileEntry,
  RouteJson,
  TreeJson,
} from '../profile-view/index.ts';
import {
  type CallNode,
  type CpuProfile,
  callTree,
  type Frame,
  functionsOf,
  lineReport,
  ofRoute,
  shortFile,
  timesOf,
} from '../profiler/index.ts';
import type { KeptProfile } from './profile-taker.ts';

export interface DocumentOptions {
  readonly projectRoot: string;
  /** Routes below it are the profiler's own, and left out. */
  readonly basePath: string;
  /** A route to show alone. */
  readonly route: string | undefined;
}

/** So much of a profile as a page can show. */
const MAX_FUNCTIONS = 300;
const MAX_ROUTES = 100;
const MAX_NODES = 20_000;

/** Of the whole; less is narrower than a pixel. */
const MIN_SHARE = 0.000_5;

/** @throws profiler.route.unknown */
export function profileDocument(kept: KeptProfile, options: DocumentOptions): ProfileDocument {
  const { projectRoot, route } = options;
  const profile = route === undefined ? kept.profile : ofRoute(kept.profile, route);
  const frames = new FrameList(projectRoot);
  const tree = treeJson(profile, frames);
  const functions = functionsJson(profile, frames);
  return {
    id: kept.id,
    startedAt: new Date(profile.startedAt).toISOString(),
    durationMs: profile.durationMs,
    samplingIntervalMs: profile.samplingIntervalMs,
    sampleCount: profile.samples.length,
    route: route ?? null,
    times: timesOf(profile),
    routes: routesJson(kept.profile, options.basePath),
    frames: frames.json,
    tree,
    functions,
    files: filesJson(profile, projectRoot),
  };
}

export function profileEntry({ id, profile }: KeptProfile): ProfileEntry {
  return {
    id,
    startedAt: new Date(profile.startedAt).toISOString(),
    durationMs: profile.durationMs,
    sampleCount: profile.samples.length,
    busyMs: timesOf(profile).busyMs,
  };
}

class FrameList {
  readonly json: FrameJson[] = [];
  readonly #root: string;
  readonly #indices = new Map<Frame, number>();

  constructor(root: string) {
    this.#root = root;
  }

  indexOf(frame: Frame): number {
    const known = this.#indices.get(frame);
    if (known !== undefined) return known;
    const { functionName: name, line, kind } = frame;
    const index = this.json.push({ name, file: shortFile(frame.file, this.#root), line, kind }) - 1;
    this.#indices.set(frame, index);
    return index;
  }
}

/** A wide and shallow tree can have more nodes than pixels; then fewer of the small ones are kept. */
function treeJson(profile: CpuProfile, frames: FrameList): TreeJson {
  for (let minShare = MIN_SHARE; ; minShare *= 2) {
    const nodes = flatten(callTree(profile, { minShare }));
    if (nodes.length > MAX_NODES && minShare < 1) continue;
    return {
      frame: nodes.map(({ node }) => frames.indexOf(node.frame)),
      parent: nodes.map(({ parent }) => parent),
      selfMs: nodes.map(({ node }) => rounded(node.selfMs)),
      totalMs: nodes.map(({ node }) => rounded(node.totalMs)),
    };
  }
}

interface PlacedNode {
  readonly node: CallNode;
  readonly parent: number;
}

function flatten(root: CallNode): readonly PlacedNode[] {
  const nodes: PlacedNode[] = [];
  const waiting: PlacedNode[] = [{ node: root, parent: -1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const index = nodes.push(next) - 1;
    for (const node of next.node.children.toReversed()) waiting.push({ node, parent: index });
  }
  return nodes;
}

function functionsJson(profile: CpuProfile, frames: FrameList): readonly FunctionJson[] {
  return functionsOf(profile)
    .slice(0, MAX_FUNCTIONS)
    .map(({ frame, selfMs, totalMs }) => ({
      frame: frames.indexOf(frame),
      selfMs: rounded(selfMs),
      totalMs: rounded(totalMs),
    }));
}

function filesJson(profile: CpuProfile, root: string): readonly FileJson[] {
  return lineReport(profile, { maxFiles: 30, maxLines: 60, contextLines: 2 }).map(
    ({ file, kind, selfMs, share, lines }) => ({
      file: shortFile(file, root),
      kind,
      selfMs: rounded(selfMs),
      share,
      lines: lines.map(({ line, selfMs: lineMs, share: lineShare, text }) => {
        return { line, selfMs: rounded(lineMs), share: lineShare, text: text ?? null };
      }),
    }),
  );
}

function routesJson(profile: CpuProfile, basePath: string): readonly RouteJson[] {
  const busyMs = new Float64Array(profile.routes.length);
  profile.samples.forEach((node, at) => {
    if (profile.nodes[node]!.frame.kind === 'idle') return;
    busyMs[profile.sampleRoutes[at]!]! += profile.weightMs[at]!;
  });
  return profile.routes
    .map(({ name, requestCount }, at) => ({ name, requestCount, busyMs: rounded(busyMs[at]!) }))
    .filter(({ name }) => name !== '' && !isOwn(name, basePath))
    .sort((left, right) => right.busyMs - left.busyMs)
    .slice(0, MAX_ROUTES);
}

function isOwn(route: string, basePath: string): boolean {
  const path = route.slice(route.indexOf(' ') + 1);
  return path === basePath || path.startsWith(`${basePath}/`);
}

/** Microseconds are more than V8 knows. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
