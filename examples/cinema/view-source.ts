import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The function of a view, for the note that its page shows it in. */
export interface ViewSource {
  /** Path in the repository. */
  readonly file: string;
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}

/** Reads the function out of the file of a view; it stands last, behind what it imports. */
export function viewSource(file: string): ViewSource {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const first = lines.findIndex((text) => text.startsWith('export async function'));
  return {
    file: `examples/cinema/views/${basename(file)}`,
    lines: lines.slice(first).map((text, index) => ({ number: first + index + 1, text })),
  };
}
