import { fileURLToPath } from 'node:url';

/** A place in the application's source. Lines and columns count from 1. */
export interface SourceLocation {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Name of the enclosing function, or undefined at top level and in anonymous functions. */
  readonly functionName: string | undefined;
}

/** Frames kept per stack: enough to leave the framework from its deepest public call. */
const STACK_DEPTH = 16;

/** The folder that holds this framework, `src/` or `dist/`; its frames are never a call site. */
const FRAMEWORK_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/**
 * The stack of a public call, taken now and read when somebody asks. Taking one costs 2–6 µs,
 * reading it 8–25 µs, so it is taken only while somebody listens (bench: `events`).
 */
export class CallSite {
  readonly #holder: { stack?: string };
  #frames: readonly SourceLocation[] | undefined;

  private constructor(holder: { stack?: string }) {
    this.#holder = holder;
  }

  /** Takes the current stack, `depth` frames of it. */
  static capture(depth = STACK_DEPTH): CallSite {
    const holder: { stack?: string } = {};
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = depth;
    Error.captureStackTrace(holder, CallSite.capture);
    Error.stackTraceLimit = limit;
    return new CallSite(holder);
  }

  /** The application's frames, innermost first; empty when the framework called itself. */
  get frames(): readonly SourceLocation[] {
    this.#frames ??= applicationFrames(this.#holder.stack ?? '');
    return this.#frames;
  }

  /** The line of the application that made the call, if any. */
  get location(): SourceLocation | undefined {
    return this.frames[0];
  }

  /** `file:line` of the location, for grouping. */
  get key(): string {
    const location = this.location;
    return location === undefined ? '' : `${location.file}:${location.line}`;
  }
}

/** The application's frames of a V8 stack text, innermost first. */
export function applicationFrames(stack: string): readonly SourceLocation[] {
  const frames: SourceLocation[] = [];
  for (const line of stack.split('\n')) {
    const frame = parseFrame(line);
    if (frame !== undefined && isApplication(frame.file)) frames.push(frame);
  }
  return frames;
}

const NAMED_FRAME = /^\s+at (?:async )?(?<name>.+?) \((?<file>.+):(?<line>\d+):(?<column>\d+)\)$/;
const BARE_FRAME = /^\s+at (?:async )?(?<file>.+):(?<line>\d+):(?<column>\d+)$/;

function parseFrame(text: string): SourceLocation | undefined {
  const groups = (NAMED_FRAME.exec(text) ?? BARE_FRAME.exec(text))?.groups;
  if (groups === undefined) return undefined;
  return {
    file: toPath(groups.file!),
    line: Number(groups.line),
    column: Number(groups.column),
    functionName: groups.name === '<anonymous>' ? undefined : groups.name,
  };
}

function toPath(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : file;
}

function isApplication(file: string): boolean {
  return (
    !file.startsWith('node:') &&
    !file.startsWith('eval at ') &&
    !file.startsWith(FRAMEWORK_FOLDER) &&
    !file.includes('/node_modules/') &&
    !file.includes('\\node_modules\\') &&
    file !== '<anonymous>' &&
    file !== 'native'
  );
}
