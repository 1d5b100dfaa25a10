import { relative } from 'node:path';
import type { SourceLocation } from '../../events/index.ts';
import { sourceExcerpt } from '../source-excerpt.ts';
import { type Html, html } from './html.ts';

/** The lines around a frame, open to be read at once. */
export function openFrame(frame: SourceLocation): Html {
  return html`<div class="frame"><div class="place">${place(frame)}</div>${source(frame)}</div>`;
}

/** The same, closed until somebody wants it. */
export function foldedFrame(frame: SourceLocation): Html {
  return html`<details class="frame"><summary class="place">${place(frame)}</summary>${source(frame)}</details>`;
}

/** A path as it reads from the project's directory, where it lies inside. */
export function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}

function place({ file, line, column, functionName }: SourceLocation): Html {
  const isNamed = functionName !== undefined && !functionName.includes('<anonymous>');
  const inFunction = isNamed && html` in <b>${functionName}</b>`;
  return html`<b>${shortPath(file)}:${line}</b>:${column}${inFunction}`;
}

function source({ file, line }: SourceLocation): Html | undefined {
  const lines = sourceExcerpt(file, line);
  if (lines.length === 0) return undefined;
  const items = lines.map(
    ({ number, text, isMarked }) =>
      html`<li${isMarked && html` class="marked"`}><span class="number">${number}</span>${text}</li>`,
  );
  return html`<div class="source mono" tabindex="0"><ol>${items}</ol></div>`;
}
