/** A profile as its page shows it. Times are milliseconds, shares from 0 to 1. */
export interface ProfileDocument {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly samplingIntervalMs: number;
  readonly sampleCount: number;
  /** The route whose part of the profile this is; null for the whole. */
  readonly route: string | null;
  readonly times: ProfileTimesJson;
  /** Of the whole profile, the longest first. */
  readonly routes: readonly RouteJson[];
  /** Functions that the tree and the list refer to by index. */
  readonly frames: readonly FrameJson[];
  readonly tree: TreeJson;
  /** The one with the most time of its own first. */
  readonly functions: readonly FunctionJson[];
  /** Those of the application and its templates first. */
  readonly files: readonly FileJson[];
}

export interface ProfileTimesJson {
  readonly busyMs: number;
  readonly idleMs: number;
  readonly gcMs: number;
  readonly profilerMs: number;
}

export interface RouteJson {
  /** `GET /movies/:id`. */
  readonly name: string;
  readonly requestCount: number;
  readonly busyMs: number;
}

export interface FrameJson {
  readonly name: string;
  /** Relative to the project, or as V8 names it; empty for native code. */
  readonly file: string;
  /** 0 where there is none. */
  readonly line: number;
  readonly kind: string;
}

/** The tree of calls, a caller before whom it calls; each list has one item for each node. */
export interface TreeJson {
  readonly frame: readonly number[];
  /** Index of the caller; -1 for the root. */
  readonly parent: readonly number[];
  readonly selfMs: readonly number[];
  readonly totalMs: readonly number[];
}

export interface FunctionJson {
  readonly frame: number;
  readonly selfMs: number;
  readonly totalMs: number;
}

export interface FileJson {
  readonly file: string;
  readonly kind: string;
  readonly selfMs: number;
  readonly share: number;
  readonly lines: readonly LineJson[];
}

export interface LineJson {
  readonly line: number;
  readonly selfMs: number;
  readonly share: number;
  /** Null where the source is not there. */
  readonly text: string | null;
}

/** What is known of a profile before it is opened. */
export interface ProfileEntry {
  readonly id: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly sampleCount: number;
  readonly busyMs: number;
}

/** The answer of `profiles.json`. */
export interface ProfileList {
  /** What is being taken, if anything is. */
  readonly running: RunningJson | null;
  /** Newest first. */
  readonly profiles: readonly ProfileEntry[];
  readonly maxSeconds: number;
}

export interface RunningJson {
  readonly id: string;
  readonly startedAt: string;
  readonly seconds: number;
}

/** The answer of `heap.json`. */
export interface HeapList {
  /** Newest first. */
  readonly summaries: readonly HeapEntry[];
}

export interface HeapEntry {
  readonly id: string;
  readonly takenAt: string;
  readonly objectCount: number;
  readonly shallowBytes: number;
  /** Before that one was taken, and after; null for the first. */
  readonly changes: readonly HeapChangeJson[] | null;
  /** The largest. */
  readonly groups: readonly HeapGroupJson[];
}

export interface HeapGroupJson {
  readonly name: string;
  readonly count: number;
  readonly shallowBytes: number;
}

export interface HeapChangeJson {
  readonly name: string;
  readonly countDelta: number;
  readonly bytesDelta: number;
  readonly count: number;
  readonly shallowBytes: number;
}
