import { relative } from 'node:path';
import type { CpuProfile } from '../cpu/cpu-profile.ts';
import type { Frame } from '../cpu/frame.ts';
import { functionsOf, timesOf } from './functions.ts';
import { type FileReport, type LineReport, lineReport } from './line-report.ts';

export interface TextReportOptions {
  /** Folder that files are shown relative to. Default: the working directory. */
  readonly projectRoot?: string;
  /** Functions at most. Default 15. */
  readonly maxFunctions?: number;
  /** Files at most. Default 5. */
  readonly maxFiles?: number;
}

const BAR = 10;

/** The hottest functions, and the lines of the application beside their source, as plain text. */
export function textReport(profile: CpuProfile, options: TextReportOptions = {}): string {
  const { projectRoot = process.cwd(), maxFunctions = 15, maxFiles = 5 } = options;
  const files = lineReport(profile, { maxFiles, maxLines: 20 });
  return [
    summary(profile),
    '',
    ...functionLines(profile, projectRoot, maxFunctions),
    ...files.flatMap((file) => ['', ...fileLines(file, projectRoot)]),
  ]
    .map(withoutControls)
    .join('\n');
}

/** Names and source lines may hold what a terminal obeys. */
function withoutControls(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return line.replaceAll('\t', '  ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
}

function summary(profile: CpuProfile): string {
  const { busyMs, idleMs, gcMs, profilerMs } = timesOf(profile);
  const allMs = busyMs + idleMs;
  const parts = [
    `${seconds(profile.durationMs)}, ${profile.samples.length} samples`,
    `busy ${percent(busyMs, allMs)}`,
    `idle ${percent(idleMs, allMs)}`,
    `garbage collection ${percent(gcMs, allMs)}`,
    `profiler ${percent(profilerMs, allMs)}`,
  ];
  return parts.join(', ');
}

function functionLines(profile: CpuProfile, root: string, max: number): readonly string[] {
  const { busyMs } = timesOf(profile);
  const rows = functionsOf(profile)
    .filter(({ selfMs }) => selfMs > 0)
    .slice(0, max)
    .map(({ frame, selfMs, totalMs }) => {
      const self = `${milliseconds(selfMs)} ${percent(selfMs, busyMs)}`;
      const total = `${milliseconds(totalMs)} ${percent(totalMs, busyMs)}`;
      return `${self.padStart(18)}  ${total.padStart(18)}  ${frameLabel(frame, root)}`;
    });
  return [`${'self'.padStart(18)}  ${'with what it calls'.padStart(18)}  function`, ...rows];
}

/** `rate  movies.ts:12` */
export function frameLabel(frame: Frame, root: string): string {
  const { functionName, file, line } = frame;
  const place = file === '' ? frame.kind : `${shortFile(file, root)}${line > 0 ? `:${line}` : ''}`;
  return file === '' && functionName.startsWith('(') ? functionName : `${functionName}  ${place}`;
}

/** The path from the root when it is in there, else as it is. */
export function shortFile(file: string, root: string): string {
  if (!file.startsWith('/') && !/^[A-Za-z]:\\/.test(file)) return file;
  const short = relative(root, file);
  return short.startsWith('..') || short === '' ? file : short.replaceAll('\\', '/');
}

function fileLines({ file, selfMs, share, lines }: FileReport, root: string): readonly string[] {
  const width = String(lines.at(-1)?.line ?? 0).length;
  const rows = lines.flatMap((line, at) => {
    const isGap = at > 0 && lines[at - 1]!.line < line.line - 1;
    return [...(isGap ? [`${'⋮'.padStart(width)}`] : []), sourceLine(line, width)];
  });
  const head = `${shortFile(file, root)}  ${milliseconds(selfMs)} ${percent(share, 1)}`;
  return [head, ...rows];
}

function sourceLine({ line, selfMs, share, text }: LineReport, width: number): string {
  const time = selfMs === 0 ? '' : `${milliseconds(selfMs)} ${percent(share, 1)}`;
  const bar = '█'.repeat(Math.round(share * BAR));
  return `${String(line).padStart(width)}  ${time.padStart(16)}  ${bar.padEnd(BAR)}  ${text ?? ''}`.trimEnd();
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? '0.0' : ((part / whole) * 100).toFixed(1)} %`;
}
