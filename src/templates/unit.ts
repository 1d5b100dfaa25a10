import { type CompiledTemplates, codeHash, type FunctionFactory } from './ahead-of-time.ts';
import {
  type CompilerSettings,
  type FunctionCode,
  writeFunction,
} from './compiler/function-code.ts';
import { templateError } from './errors.ts';
import type { NodeList } from './node.ts';
import { codeScope } from './runtime/code-scope.ts';
import type { CompiledTemplate, Unit } from './runtime/compiled-template.ts';
import type { RenderFunction } from './runtime/render.ts';

/** What a unit is compiled from. */
export interface UnitSource {
  readonly template: CompiledTemplate;
  readonly nodes: NodeList;
  readonly blocks: ReadonlyMap<string, NodeList>;
  readonly settings: CompilerSettings;
  readonly compiled: CompiledTemplates | undefined;
}

/** A template in one mode of autoescape; each function is compiled when it is first needed. */
export class TemplateUnit implements Unit {
  readonly #source: UnitSource;
  readonly #autoescape: boolean;
  readonly #blocks = new Map<string, RenderFunction>();
  #main: RenderFunction | undefined;

  constructor(source: UnitSource, autoescape: boolean) {
    this.#source = source;
    this.#autoescape = autoescape;
  }

  get main(): RenderFunction {
    this.#main ??= this.#compile(this.#source.nodes, undefined);
    return this.#main;
  }

  block(name: string): RenderFunction {
    let block = this.#blocks.get(name);
    if (block === undefined) {
      block = this.#compile(this.#source.blocks.get(name)!, name);
      this.#blocks.set(name, block);
    }
    return block;
  }

  /** The generated code of all functions, for compiling ahead. */
  *codes(): Generator<string> {
    yield this.#write(this.#source.nodes, undefined).code;
    for (const [name, nodes] of this.#source.blocks) yield this.#write(nodes, name).code;
  }

  #write(nodes: NodeList, blockName: string | undefined): FunctionCode {
    const { template, settings } = this.#source;
    const autoescape = this.#autoescape;
    return writeFunction({ nodes, blockName, autoescape, source: template.source, settings });
  }

  #compile(nodes: NodeList, blockName: string | undefined): RenderFunction {
    const { template, compiled } = this.#source;
    const { code, constants } = this.#write(nodes, blockName);
    const factory = compiled?.[codeHash(code)] ?? newFunction(code, template);
    return factory(codeScope, constants, template, this);
  }
}

/**
 * Makes a function whose frames in stacks and profiles are lines of the template.
 *
 * @throws templates.compiled.missing where code can't be made from text
 */
function newFunction(code: string, { source, displayName }: CompiledTemplate): FunctionFactory {
  const filename = source.file ?? `template:${displayName}`;
  try {
    const vm = process.getBuiltinModule('node:vm');
    // The factory's parameters are those that the code is written for.
    return vm.compileFunction(code, ['$', '$k', '$t', '$u'], { filename }) as FunctionFactory;
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    throw templateError(
      'templates.compiled.missing',
      `The template "${displayName}" is not compiled ahead, and code can't be made from text here.`,
      { hint: 'Compile the templates anew, with the same engine options.', cause: error },
    );
  }
}
