import path from 'node:path';
import type { CallSite, SourceLocation } from '../events/index.ts';

/** A place in the application, ready to be shown. */
export type Site = SourceSite | TemplateSite;

/** A line of a source file. Lines and columns count from 1. */
export interface SourceSite {
  readonly kind: 'source';
  /** Relative to the project's root with `/`, or absolute when the file is not in it. */
  readonly file: string;
  /** Absolute path. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly functionName: string | undefined;
}

/** A template that came from no file; one that did is a source file as any other. */
export interface TemplateSite {
  readonly kind: 'template';
  /** `movies/list.html`. */
  readonly template: string;
}

/** What compiled templates put before their name in stacks. */
const TEMPLATE_PREFIX = 'template:';

/** Reads the stack of a call: its innermost application frame, or undefined when it has none. */
export function siteOf(callSite: CallSite | undefined, projectRoot: string): Site | undefined {
  const location = callSite?.location;
  return location === undefined ? undefined : toSite(location, projectRoot);
}

/** All application frames of a call, innermost first. */
export function framesOf(callSite: CallSite | undefined, projectRoot: string): readonly Site[] {
  return callSite?.frames.map((location) => toSite(location, projectRoot)) ?? [];
}

/**
 * Sites that were made of locations, with their root: fifty runs of a statement have one location,
 * and the relative path takes 3 µs.
 */
const madeSites = new WeakMap<
  SourceLocation,
  { readonly projectRoot: string; readonly site: Site }
>();

function toSite(location: SourceLocation, projectRoot: string): Site {
  const made = madeSites.get(location);
  if (made?.projectRoot === projectRoot) return made.site;
  const site = makeSite(location, projectRoot);
  madeSites.set(location, { projectRoot, site });
  return site;
}

function makeSite(location: SourceLocation, projectRoot: string): Site {
  const { file } = location;
  if (file.startsWith(TEMPLATE_PREFIX)) {
    return { kind: 'template', template: file.slice(TEMPLATE_PREFIX.length) };
  }
  return sourceSite(location, projectRoot);
}

/** A location in a file as it is shown. */
export function sourceSite(location: SourceLocation, projectRoot: string): SourceSite {
  const { file, line, column, functionName } = location;
  return {
    kind: 'source',
    file: relativeTo(projectRoot, file),
    path: file,
    line,
    column,
    functionName: plainName(functionName),
  };
}

/**
 * V8 writes `Object.list` for a function that is a property, `Object.<anonymous>`, and for what a
 * template was compiled to `TemplateUnit.template`, which says nothing.
 */
function plainName(name: string | undefined): string | undefined {
  const plain = name?.replace(/^Object\./, '');
  return plain === '<anonymous>' || plain?.startsWith('TemplateUnit.') ? undefined : plain;
}

function relativeTo(projectRoot: string, file: string): string {
  const relative = path.relative(projectRoot, file);
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return isInside ? relative.split(path.sep).join('/') : file;
}
