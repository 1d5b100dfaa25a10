import { createHash } from 'node:crypto';
import type { CompiledTemplate, Unit } from './runtime/compiled-template.ts';
import type { PlainFunction, RenderFunction } from './runtime/render.ts';

/** Makes the function of a template or block: see `FunctionCode`. */
export type FunctionFactory = (
  scope: object,
  constants: readonly unknown[],
  template: CompiledTemplate,
  unit: Unit,
) => RenderFunction | PlainFunction;

/** Functions of templates compiled ahead, by the hash of their code. */
export type CompiledTemplates = Readonly<Record<string, FunctionFactory>>;

/** What tells whether code compiled ahead is the code of a template as it is now. */
export function codeHash(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}

/** The code of one function, and the name of the template that it is of. */
export interface TemplateCode {
  readonly code: string;
  readonly template: string;
}

/**
 * A JavaScript module whose `compiledTemplates` are the engine's option `compiled`. Before each
 * function stands its template's name; the lines that follow are that template's, which is how
 * profiles find them.
 */
export function compiledModule(codes: Iterable<TemplateCode>): string {
  const entries = new Map(Array.from(codes, (entry) => [codeHash(entry.code), entry]));
  const functions = Array.from(
    entries,
    ([hash, { code, template }]) =>
      `  ${JSON.stringify(hash)}: ($, $k, $t, $u) => { // template: ${inComment(template)}\n${code}\n  },`,
  );
  return `export const compiledTemplates = {\n${functions.join('\n')}\n};\n`;
}

/** A name as a text of JSON, in which nothing ends the line: JSON leaves two such characters as they are. */
function inComment(name: string): string {
  return JSON.stringify(name).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
