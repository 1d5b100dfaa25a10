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

/** The folder that holds this framework, `src/` or `dist/`; its frames are never a call site. */
const FRAMEWORK_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** Lines remembered; a program has few, but code that makes code could have any number. */
const MAX_LINES = 5_000;

/**
 * What lines of stacks say, by their text: null where that is nothing of the application. Fifty
 * runs of a statement have the same lines, and taking one apart is 2 µs (bench: `events`).
 */
const known = new Map<string, SourceLocation | null>();

/** The application's frames of a V8 stack text, innermost first. */
export function applicationFrames(stack: string): readonly SourceLocation[] {
  const frames: SourceLocation[] = [];
  for (const line of stack.split('\n')) {
    const frame = frameOf(line);
    if (frame !== null) frames.push(frame);
  }
  return frames;
}

function frameOf(line: string): SourceLocation | null {
  let frame = known.get(line);
  if (frame === undefined) {
    frame = parseFrame(line);
    if (known.size >= MAX_LINES) known.clear();
    known.set(line, frame);
  }
  return frame;
}

const NAMED_FRAME = /^\s+at (?:async )?(?<name>.+?) \((?<file>.+):(?<line>\d+):(?<column>\d+)\)$/;
const BARE_FRAME = /^\s+at (?:async )?(?<file>.+):(?<line>\d+):(?<column>\d+)$/;

function parseFrame(text: string): SourceLocation | null {
  const groups = (NAMED_FRAME.exec(text) ?? BARE_FRAME.exec(text))?.groups;
  if (groups === undefined) return null;
  const file = toPath(groups.file!);
  if (!isApplication(file)) return null;
  return {
    file,
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
