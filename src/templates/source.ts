import type { UptempoError } from '../core/index.ts';
import { templateError } from './errors.ts';

/** The text of one template and where it came from. */
export interface TemplateSource {
  /** `movies/list.html`; undefined for a template made from a string. */
  readonly name: string | undefined;
  /** Absolute path, or undefined when it did not come from a file. */
  readonly file: string | undefined;
  readonly text: string;
}

/** A place in a template; both count from 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** How messages call a template that has no name. */
const NAMELESS = '<template string>';

/** Characters of a source line that an excerpt shows, so that minified pages stay readable. */
const EXCERPT_WIDTH = 110;

export function displayName(source: TemplateSource): string {
  return source.name ?? NAMELESS;
}

export function positionAt(text: string, offset: number): SourcePosition {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let index = text.indexOf('\n'); index !== -1 && index < offset; ) {
    line++;
    index = text.indexOf('\n', index + 1);
  }
  return { line, column: offset - lineStart + 1 };
}

/** The line at `offset` with its number, and a caret under the column. */
export function excerptAt(text: string, offset: number): string {
  const { line, column } = positionAt(text, offset);
  const lineStart = offset - column + 1;
  const lineEnd = text.indexOf('\n', offset);
  const content = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd).trimEnd();
  const cut = Math.max(0, column - 1 - Math.floor(EXCERPT_WIDTH / 2));
  const shown = content.slice(cut, cut + EXCERPT_WIDTH).replaceAll('\t', ' ');
  const gutter = String(line);
  const caret = ' '.repeat(column - 1 - cut);
  return `  ${gutter} | ${shown}\n  ${' '.repeat(gutter.length)} | ${caret}^`;
}

/** A place in a template that an error came from. Lines and columns count from 1. */
export interface TemplateLocation extends SourcePosition {
  /** Name of the template, or `<template string>`. */
  readonly template: string;
  /** Absolute path, or undefined when it did not come from a file. */
  readonly file: string | undefined;
  /** The line with its number, and a caret under the column. */
  readonly excerpt: string;
}

export function locationAt(source: TemplateSource, offset: number): TemplateLocation {
  return {
    template: displayName(source),
    file: source.file,
    ...positionAt(source.text, offset),
    excerpt: excerptAt(source.text, offset),
  };
}

const locations = new WeakMap<object, TemplateLocation>();

/** The place in a template that an error came from, of its text or while it was rendered, if any. */
export function templateLocation(error: unknown): TemplateLocation | undefined {
  return typeof error === 'object' && error !== null ? locations.get(error) : undefined;
}

/** Notes where an error came from; returns the error. */
export function noteLocation<T extends object>(error: T, location: TemplateLocation): T {
  locations.set(error, location);
  return error;
}

export function placeText({ template, line, column }: TemplateLocation): string {
  return `${template}, line ${line}, column ${column}`;
}

/** The message of a located error without its place and the line. */
export function problemOf(error: Error): string {
  const location = templateLocation(error);
  if (location === undefined) return error.message;
  return error.message
    .replace(`${placeText(location)}: `, '')
    .replace(`\n\n${location.excerpt}`, '');
}

/** What a coded error's `details` say about its place. */
export function locationDetails({ template, file, line, column }: TemplateLocation) {
  return { template: { name: template, file, line, column } };
}

export type TemplateErrorCode = Parameters<typeof templateError>[0];

/** The error of one place in a template: its message names the place and shows the line. */
export function errorAt(
  source: TemplateSource,
  offset: number,
  code: TemplateErrorCode,
  problem: string,
  hint?: string,
): UptempoError<TemplateErrorCode> {
  const location = locationAt(source, offset);
  const message = `${placeText(location)}: ${problem}\n\n${location.excerpt}`;
  const error = templateError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    details: locationDetails(location),
  });
  return noteLocation(error, location);
}
