import { LOAD } from '../../core/index.ts';
import type { NodeList } from '../node.ts';
import { codeScope } from '../runtime/code-scope.ts';
import type { GivenName } from '../runtime/given-names.ts';
import type { IncludeSite } from '../runtime/include-target.ts';
import type { RenderLimits } from '../runtime/limits.ts';
import { GUARDED_NAMES } from '../runtime/lookup.ts';
import type { TemplateSource } from '../source.ts';
import type { FunctionForm } from './function-form.ts';
import { FunctionWriter } from './function-writer.ts';
import { literal, property } from './javascript.ts';
import { alignLines } from './line-alignment.ts';
import type { Binding, Scope } from './scope.ts';

/** Settings of the engine that change the code. */
export interface CompilerSettings {
  readonly stringIfInvalid: string;
  readonly isStrict: boolean;
  /** Whether renders are held to limits. */
  readonly limits: RenderLimits | undefined;
}

/** What is compiled: a template, or one of its blocks, in one mode of autoescape. */
export interface FunctionSource {
  readonly nodes: NodeList;
  /** Undefined for the template itself. */
  readonly blockName: string | undefined;
  readonly autoescape: boolean;
  /** Names that the function takes as arguments. */
  readonly given: readonly GivenName[];
  readonly form: FunctionForm;
  readonly source: TemplateSource;
  readonly settings: CompilerSettings;
}

/**
 * A template or block as JavaScript: the body of a function of `$` (the scope), `$k` (constants),
 * `$t` (the template) and `$u` (the unit), which returns the generator function.
 *
 * Each statement stands on the line that its tag has in the template. So stacks, call sites and
 * profiles name the template's lines, with no map in between.
 */
export interface FunctionCode {
  readonly code: string;
  readonly constants: readonly unknown[];
  /** What it includes by constant names. */
  readonly includes: readonly IncludeSite[];
}

/** Undefined where the function can't have that form. */
export function writeFunction(source: FunctionSource): FunctionCode | undefined {
  return new FunctionCodeWriter(source).write();
}

/** What all parts of one function share: constants, names, settings. */
export class FunctionCodeWriter {
  readonly settings: CompilerSettings;
  readonly autoescape: boolean;
  readonly form: FunctionForm;
  readonly #source: FunctionSource;
  readonly #constants = new Map<unknown, string>();
  readonly #filterFunctions = new Map<string, string>();
  readonly #includes: IncludeSite[] = [];
  #names = 0;
  #isRefused = false;

  constructor(source: FunctionSource) {
    this.#source = source;
    this.settings = source.settings;
    this.autoescape = source.autoescape;
    this.form = source.form;
  }

  write(): FunctionCode | undefined {
    const { source, blockName, given } = this.#source;
    const body = this.#writeBody();
    if (this.#isRefused) return undefined;
    const parameters = ['$r', '$c', '$l', ...given.map((_, index) => argument(index))];
    const name = blockName === undefined ? 'template' : 'block';
    const begin = this.form.prologue(this.#includes.length > 0);
    const lines = [
      ...this.#imports([...begin, ...body]),
      // Parentheses tell V8 to compile it at once, instead of looking through it first.
      `return (${this.form.head} ${name}(${parameters.join(', ')}) {`,
      ...begin,
      `let $o = '', $p = 0, $w;`,
      'try {',
      ...(this.settings.limits === undefined ? [] : ['$r.run.guard.round();']),
      ...body,
      '} catch (error) { throw $locate(error, $t, $p); }',
      'return $o;',
      '});',
    ];
    return {
      code: alignLines(lines, source.text),
      constants: [...this.#constants.keys()],
      includes: this.#includes,
    };
  }

  #writeBody(): readonly string[] {
    const { nodes, blockName, given } = this.#source;
    const code = new FunctionWriter(this);
    const bindings: [string, Binding][] = given.map(({ name, isSettled }, index) => [
      name,
      { kind: 'local', code: argument(index), isSettled },
    ]);
    if (blockName !== undefined) bindings.push(['block', { kind: 'block', name: blockName }]);
    code.scoped(nodes, bindings);
    return code.finish();
  }

  #imports(body: readonly string[]): readonly string[] {
    const names = new Set(`$locate ${body.join(' ')}`.match(/\$[A-Za-z_]+/g));
    const used = Object.keys(codeScope).filter((name) => names.has(`$${name}`));
    return [
      `const { ${used.map((name) => `${name}: $${name}`).join(', ')} } = $;`,
      `const $LOAD = Symbol.for(${literal(Symbol.keyFor(LOAD)!)});`,
      ...Array.from(this.#constants.values(), (name, index) => `const ${name} = $k[${index}];`),
      ...Array.from(this.#filterFunctions, ([filter, name]) => `const ${name} = ${filter}.apply;`),
    ];
  }

  /** Says that the function can't have this form. */
  refuse(): void {
    this.#isRefused = true;
  }

  /** A JavaScript name that is used once. */
  name(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }

  constant(value: unknown): string {
    let name = this.#constants.get(value);
    if (name === undefined) {
      name = `$k${this.#constants.size}`;
      this.#constants.set(value, name);
    }
    return name;
  }

  /** An `{% include %}` of a constant name; returns the code for it. */
  includeSite(name: string, autoescape: boolean, given: readonly GivenName[]): string {
    const site: IncludeSite = { name, autoescape, given, target: undefined };
    this.#includes.push(site);
    return this.constant(site);
  }

  /** The `apply` of a filter that is a constant, as a variable of its own. */
  filterFunction(filter: string): string {
    let name = this.#filterFunctions.get(filter);
    if (name === undefined) {
      name = `${filter}f`;
      this.#filterFunctions.set(filter, name);
    }
    return name;
  }

  /** Code that reads a name in a scope or, if no scope has it, in the context. */
  read(name: string, scope: Scope | undefined): string {
    if (scope === undefined) return readContext(name);
    const binding = scope.own(name);
    if (binding?.kind === 'local') return binding.code;
    if (binding?.kind === 'loop') {
      binding.isObjectUsed = true;
      return binding.object;
    }
    const outer = this.read(name, scope.parent);
    if (scope.dynamic === undefined) return outer;
    const { dynamic } = scope;
    return `(${dynamic} !== null && Object.hasOwn(${dynamic}, ${literal(name)}) ? ${dynamic}[${literal(name)}] : ${outer})`;
  }
}

/** The parameter of a name that is given. */
function argument(index: number): string {
  return `$a${index}`;
}

function readContext(name: string): string {
  if (GUARDED_NAMES.has(name)) return `$readOwn($l, $c, ${literal(name)})`;
  const read = property(name);
  return `($l !== null && ${literal(name)} in $l ? $l${read} : $c${read})`;
}
