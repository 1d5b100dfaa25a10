import { readFileSync, statSync } from 'node:fs';
import type { CpuProfile } from '../cpu/cpu-profile.ts';
import type { FrameKind } from '../cpu/frame.ts';
import { timesOf } from './functions.ts';
import { linesOf } from './lines.ts';

/** A file of a profile with its source, ready to be shown. */
export interface FileReport {
  readonly file: string;
  readonly kind: FrameKind;
  readonly selfMs: number;
  /** Of the time that the thread worked, 0 to 1. */
  readonly share: number;
  /** In their order: lines that took time, and a few around them where the source is known. */
  readonly lines: readonly LineReport[];
}

export interface LineReport {
  readonly line: number;
  readonly selfMs: number;
  readonly share: number;
  /** Undefined where the file is not there to be read, or has changed and is shorter. */
  readonly text: string | undefined;
}

export interface LineReportOptions {
  /** Files at most. Default 20. */
  readonly maxFiles?: number;
  /** Lines with time of each file at most, the longest. Default 50. */
  readonly maxLines?: number;
  /** Lines to show above and below. Default 1. */
  readonly contextLines?: number;
  /** Which files. Default: what the application and its templates consist of. */
  readonly kinds?: readonly FrameKind[];
}

/** Larger files are not source that anybody reads. */
const MAX_SOURCE_BYTES = 2_000_000;
const MAX_LINE_LENGTH = 300;

/** Time beside the source, file by file. The sources are read as they are now. */
export function lineReport(
  profile: CpuProfile,
  options: LineReportOptions = {},
): readonly FileReport[] {
  const { maxFiles = 20, maxLines = 50, contextLines = 1 } = options;
  const { kinds = ['application', 'template'] } = options;
  const { busyMs } = timesOf(profile);
  const share = (selfMs: number) => (busyMs === 0 ? 0 : selfMs / busyMs);
  return linesOf(profile)
    .filter(({ kind }) => kinds.includes(kind))
    .slice(0, maxFiles)
    .map(({ file, kind, selfMs, lines }) => {
      const times = new Map(lines.slice(0, maxLines).map((time) => [time.line, time.selfMs]));
      const source = readSource(file);
      const shown = withContext([...times.keys()], contextLines, source?.length ?? 0);
      const reported = shown.map((line) => {
        const lineMs = times.get(line) ?? 0;
        return { line, selfMs: lineMs, share: share(lineMs), text: source?.[line - 1] };
      });
      return { file, kind, selfMs, share: share(selfMs), lines: reported };
    });
}

/** The lines and those around them, in order. Around a line that the source does not have is none. */
function withContext(lines: readonly number[], around: number, lineCount: number): number[] {
  const shown = new Set(lines);
  for (const line of lines) {
    for (let near = Math.max(1, line - around); near <= line + around; near++) {
      if (line <= lineCount && near <= lineCount) shown.add(near);
    }
  }
  return [...shown].sort((left, right) => left - right);
}

/** Lines of a file, or undefined when there is none, or nothing to be read as text. */
function readSource(file: string): readonly string[] | undefined {
  try {
    const { size } = statSync(file);
    if (size > MAX_SOURCE_BYTES) return undefined;
    const lines = readFileSync(file, 'utf8').split(/\r?\n/);
    return lines.map((line) => line.slice(0, MAX_LINE_LENGTH));
  } catch {
    return undefined;
  }
}
