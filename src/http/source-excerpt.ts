import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { applicationFrames, type SourceLocation } from '../events/index.ts';

/** Lines shown before and after the one that counts. */
const AROUND = 6;

export interface SourceLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** Whether it is the line the excerpt is about. */
  readonly isMarked: boolean;
}

/** The lines around a place in a file; empty when the file can't be read or has no such line. */
export function sourceExcerpt(file: string, line: number): readonly SourceLine[] {
  const lines = readLines(file);
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - AROUND);
  return lines
    .slice(first - 1, line + AROUND)
    .map((text, index) => ({ number: first + index, text, isMarked: first + index === line }));
}

/**
 * The application's frames of an error, innermost first. The message is cut off before: a text
 * that a visitor sent may stand in it and look like a frame.
 */
export function framesOf(error: unknown): readonly SourceLocation[] {
  // A compiled template is a function without a file.
  return applicationFrames(stackBelowMessage(error)).filter(({ file }) => isAbsolute(file));
}

/** The stack of an error without its message; empty when there is none. */
export function stackBelowMessage(error: unknown): string {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return '';
  const start = error.stack.indexOf(error.message);
  const below = start === -1 ? error.stack : error.stack.slice(start + error.message.length);
  return below.slice(Math.max(0, below.search(/^\s+at /m))).replace(/^\n+/, '');
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}
