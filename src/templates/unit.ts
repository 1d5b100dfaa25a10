import { isUptempoError } from '../core/index.ts';
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
import { type GivenName, givenKey, NOTHING_GIVEN } from './runtime/given-names.ts';
import type { RenderFunction } from './runtime/render.ts';

/** Main functions that one template has for the names of those that include it. */
export const MAX_FUNCTIONS = 10;

/** What one function is made of: the template, or a block of it. */
interface Part {
  readonly nodes: NodeList;
  readonly blockName?: string;
  readonly given?: readonly GivenName[];
}

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
  readonly #mainsWith = new Map<string, RenderFunction>();
  #main: RenderFunction | undefined;

  constructor(source: UnitSource, autoescape: boolean) {
    this.#source = source;
    this.#autoescape = autoescape;
  }

  get main(): RenderFunction {
    this.#main ??= this.#compile({ nodes: this.#source.nodes });
    return this.#main;
  }

  mainWith(given: readonly GivenName[]): RenderFunction | undefined {
    if (given.length === 0) return this.main;
    const key = givenKey(given);
    let main = this.#mainsWith.get(key);
    if (main === undefined && this.#mainsWith.size < MAX_FUNCTIONS) {
      main = this.#compileWith(given);
      if (main !== undefined) this.#mainsWith.set(key, main);
    }
    return main;
  }

  block(name: string): RenderFunction {
    let block = this.#blocks.get(name);
    if (block === undefined) {
      block = this.#compile({ nodes: this.#source.blocks.get(name)!, blockName: name });
      this.#blocks.set(name, block);
    }
    return block;
  }

  /** The generated code of the main function and the blocks, for compiling ahead. */
  *codes(): Generator<FunctionCode> {
    const { nodes, blocks } = this.#source;
    yield this.#write({ nodes });
    for (const [blockName, body] of blocks) yield this.#write({ nodes: body, blockName });
  }

  /** The generated code of `mainWith`, for compiling ahead. */
  codeWith(given: readonly GivenName[]): FunctionCode {
    return this.#write({ nodes: this.#source.nodes, given });
  }

  #write({ nodes, blockName, given = NOTHING_GIVEN }: Part): FunctionCode {
    const { template, settings } = this.#source;
    const autoescape = this.#autoescape;
    return writeFunction({
      nodes,
      blockName,
      autoescape,
      given,
      source: template.source,
      settings,
    });
  }

  #compile(part: Part): RenderFunction {
    const { template, compiled } = this.#source;
    const { code, constants } = this.#write(part);
    const factory = compiled?.[codeHash(code)] ?? newFunction(code, template);
    return factory(codeScope, constants, template, this);
  }

  /** Undefined where it is not compiled ahead, and code can't be made from text. */
  #compileWith(given: readonly GivenName[]): RenderFunction | undefined {
    try {
      return this.#compile({ nodes: this.#source.nodes, given });
    } catch (error) {
      if (isUptempoError(error) && error.code === 'templates.compiled.missing') return undefined;
      throw error;
    }
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
