import { isUptempoError, UptempoError } from '../../core/index.ts';
import { templateError } from '../errors.ts';
import {
  locationAt,
  locationDetails,
  noteLocation,
  placeText,
  type TemplateLocation,
  templateLocation,
} from '../source.ts';
import type { CompiledTemplate } from './compiled-template.ts';

/**
 * Notes on an error which place of a template it came from; the innermost place counts. A coded
 * error becomes one of the same code whose message names the place; another Error stays the same
 * object and gets a line in its stack.
 */
export function locateError(error: unknown, template: CompiledTemplate, offset: number): unknown {
  if (templateLocation(error) !== undefined) return error;
  const location = locationAt(template.source, offset);
  return noteLocation(withLocation(error, location), location);
}

function withLocation(error: unknown, location: TemplateLocation): object {
  if (isUptempoError(error)) return codedError(error, location);
  if (error instanceof Error) {
    addStackLine(error, location);
    return error;
  }
  if (typeof error === 'object' && error !== null) return error;
  const message = `${placeText(location)}: ${String(error)} was thrown.`;
  return templateError('templates.render.failed', message, {
    hint: 'Throw an Error, so that its stack tells where.',
    cause: error,
  });
}

function codedError(error: UptempoError, location: TemplateLocation): UptempoError {
  const message = `${placeText(location)}: ${error.message}\n\n${location.excerpt}`;
  const located = new UptempoError(error.code, message, error.status, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    details: { ...error.details, ...locationDetails(location) },
    cause: error,
  });
  copyStack(error, located);
  return located;
}

/** The stack of where it was thrown says more than that of where it was located. */
function copyStack(from: Error, to: Error): void {
  const frames = /\n\s+at [\s\S]*$/.exec(from.stack ?? '')?.[0] ?? '';
  to.stack = `${to.name}: ${to.message}${frames}`;
}

/** Where the stack does not reach back to the template, as behind an await, a line is put in. */
function addStackLine(error: Error, { template, file, line, column }: TemplateLocation): void {
  const stack = error.stack ?? String(error);
  if (file !== undefined && stack.includes(`${file}:${line}:`)) return;
  const frame = `\n    at template ${template} (${file ?? template}:${line}:${column})`;
  const firstFrame = stack.search(/\n\s+at /);
  const cut = firstFrame === -1 ? stack.length : firstFrame;
  error.stack = stack.slice(0, cut) + frame + stack.slice(cut);
}
