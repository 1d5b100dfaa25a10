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

/** A JavaScript module whose `compiledTemplates` are the engine's option `compiled`. */
export function compiledModule(codes: Iterable<string>): string {
  const entries = new Map(Array.from(codes, (code) => [codeHash(code), code]));
  const functions = Array.from(
    entries,
    ([hash, code]) => `  ${JSON.stringify(hash)}: ($, $k, $t, $u) => {\n${code}\n  },`,
  );
  return `export const compiledTemplates = {\n${functions.join('\n')}\n};\n`;
}
