import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Frame } from './frame.ts';

/** How a module of templates compiled ahead begins (`uptempo compiletemplates`). */
const BEGINNING = 'export const compiledTemplates = {';

/** Stands before each function; the lines that follow are those of the template. */
const MARK = /=> \{ \/\/ template: (".*")$/;

/** Larger modules are read by nobody while an app runs. */
const MAX_BYTES = 20_000_000;

/** A function of a template and the line of the module that its first line comes after. */
interface Marked {
  readonly template: string;
  readonly line: number;
}

/** Finds the templates behind the functions of modules that were compiled ahead. */
export class CompiledTemplateFrames {
  readonly #modules = new Map<string, readonly Marked[]>();

  /** The frame as one of its template, and by how many lines it stands lower in the module. */
  find(frame: Frame): { readonly frame: Frame; readonly offset: number } | undefined {
    if (frame.kind !== 'application' || !frame.file.endsWith('.js')) return undefined;
    const marked = this.#marksOf(frame.file).findLast(({ line }) => line < frame.line);
    if (marked === undefined) return undefined;
    const { template, line: offset } = marked;
    const file = `template:${template}`;
    return {
      offset,
      frame: { ...frame, file, url: file, line: frame.line - offset, kind: 'template' },
    };
  }

  #marksOf(file: string): readonly Marked[] {
    let marks = this.#modules.get(file);
    if (marks === undefined) {
      marks = readMarks(file);
      this.#modules.set(file, marks);
    }
    return marks;
  }
}

/** None for a file that is no such module, or can't be read. */
function readMarks(file: string): readonly Marked[] {
  try {
    if (statSync(file).size > MAX_BYTES || beginningOf(file) !== BEGINNING) return [];
    const marks: Marked[] = [];
    readFileSync(file, 'utf8')
      .split('\n')
      .forEach((text, index) => {
        const name = MARK.exec(text)?.[1];
        if (name !== undefined) marks.push({ template: JSON.parse(name), line: index + 1 });
      });
    return marks;
  } catch {
    return [];
  }
}

function beginningOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(BEGINNING.length);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
