import { isUptempoError } from '../core/index.ts';
import { type CompiledTemplates, codeHash, type FunctionFactory } from './ahead-of-time.ts';
import {
  type CompilerSettings,
  type FunctionCode,
  writeFunction,
} from './compiler/function-code.ts';
import type { FunctionForm } from './compiler/function-form.ts';
import { isRepeatable, plainForm } from './compiler/plain-form.ts';
import { stepsForm } from './compiler/steps-form.ts';
import { templateError } from './errors.ts';
import { isTextNode, type NodeList } from './node.ts';
import { codeScope } from './runtime/code-scope.ts';
import type { CompiledTemplate, Unit } from './runtime/compiled-template.ts';
import { ConstantSteps } from './runtime/constant-steps.ts';
import { type GivenName, givenKey, NOTHING_GIVEN } from './runtime/given-names.ts';
import type { PlainFunction, RenderFunction } from './runtime/render.ts';

/** Main functions that one template has for the names of those that include it. */
export const MAX_FUNCTIONS = 10;

/** What one function is made of: the template, or a block of it. */
interface Part {
  readonly nodes: NodeList;
  readonly blockName?: string;
  readonly given?: readonly GivenName[];
  readonly form?: FunctionForm;
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
  readonly #mains = new Map<string, RenderFunction | undefined>();
  readonly #plains = new Map<string, PlainFunction | undefined>();
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
    return this.#functionWith(given, this.#mains, stepsForm);
  }

  plainWith(given: readonly GivenName[]): PlainFunction | undefined {
    return this.#isPlainPossible ? this.#functionWith(given, this.#plains, plainForm) : undefined;
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
    yield this.#write({ nodes })!;
    for (const [blockName, body] of blocks) yield this.#write({ nodes: body, blockName })!;
  }

  /** The generated code of what `mainWith` and `plainWith` give, for compiling ahead. */
  *codesWith(given: readonly GivenName[]): Generator<FunctionCode> {
    const { nodes } = this.#source;
    if (given.length > 0) yield this.#write({ nodes, given })!;
    const plain = this.#isPlainPossible && this.#write({ nodes, given, form: plainForm });
    if (plain) yield plain;
  }

  /** Renders under limits count the rounds of loops and the length of the output in their steps. */
  get #isPlainPossible(): boolean {
    return this.#source.settings.limits === undefined && isRepeatable(this.#source.nodes);
  }

  #functionWith<T extends RenderFunction | PlainFunction>(
    given: readonly GivenName[],
    known: Map<string, T | undefined>,
    form: FunctionForm,
  ): T | undefined {
    const key = givenKey(given);
    if (!known.has(key) && known.size < MAX_FUNCTIONS) {
      known.set(key, this.#compileWith(given, form) as T | undefined);
    }
    return known.get(key);
  }

  #write(part: Part): FunctionCode | undefined {
    const { template, settings } = this.#source;
    return writeFunction({
      blockName: undefined,
      given: NOTHING_GIVEN,
      form: stepsForm,
      ...part,
      autoescape: this.#autoescape,
      source: template.source,
      settings,
    });
  }

  #make({ code, constants }: FunctionCode): RenderFunction | PlainFunction {
    const { template, compiled } = this.#source;
    const factory = compiled?.[codeHash(code)] ?? newFunction(code, template);
    return factory(codeScope, constants, template, this);
  }

  #compile(part: Part): RenderFunction {
    return this.#constant(part.nodes) ?? (this.#make(this.#write(part)!) as RenderFunction);
  }

  /** What is nothing but text, as the empty blocks of a layout are, needs no compiling. */
  #constant(nodes: NodeList): RenderFunction | undefined {
    if (this.#source.settings.limits !== undefined || !nodes.every(isTextNode)) return undefined;
    const steps = new ConstantSteps(nodes.map(({ text }) => text).join(''));
    return () => steps;
  }

  /** Undefined where it is not compiled ahead, and code can't be made from text. */
  #compileWith(given: readonly GivenName[], form: FunctionForm) {
    const code = this.#write({ nodes: this.#source.nodes, given, form });
    try {
      return code === undefined ? undefined : this.#make(code);
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
