import type { TemplateSource } from '../source.ts';
import type { GivenName } from './given-names.ts';
import type { PlainFunction, RenderFunction } from './render.ts';

/** A template compiled for one mode of autoescape. */
export interface Unit {
  readonly main: RenderFunction;
  /**
   * A main function that takes names of an including template as arguments instead of in an object;
   * undefined where there is none for these.
   */
  mainWith(given: readonly GivenName[]): RenderFunction | undefined;
  /** As `mainWith`, a function that is plain; undefined for a template that can't have one. */
  plainWith(given: readonly GivenName[]): PlainFunction | undefined;
  /** The function of a block that the template defines. */
  block(name: string): RenderFunction;
}

/** What is needed of a template to render it. */
export interface CompiledTemplate {
  readonly source: TemplateSource;
  /** The name for messages and events. */
  readonly displayName: string;
  readonly blockNames: readonly string[];
  /** Whether it extends another template. */
  readonly isChild: boolean;
  /** The compiled functions for autoescape on or off. */
  unit(autoescape: boolean): Unit;
}

const templates = new WeakSet<object>();

/** Declares an object as one that `{% include %}` and `{% extends %}` take for a template. */
export function registerTemplate(template: CompiledTemplate): void {
  templates.add(template);
}

export function isTemplate(value: unknown): value is CompiledTemplate {
  return typeof value === 'object' && value !== null && templates.has(value);
}
