import { LOAD } from '../../core/index.ts';
import type { NodeList } from '../node.ts';
import { helpers } from '../runtime/helpers.ts';
import { GUARDED_NAMES } from '../runtime/lookup.ts';
import { blockNodes } from '../tags/block.ts';
import { FunctionWriter } from './function-writer.ts';
import { literal, property } from './javascript.ts';
import type { Scope } from './scope.ts';

/** Settings of the engine that change the code. */
export interface CompilerSettings {
  readonly stringIfInvalid: string;
  readonly isStrict: boolean;
}

/** A template as JavaScript: the body of a function of `$` (helpers), `$k` (constants) and `$t`. */
export interface UnitCode {
  readonly code: string;
  readonly constants: readonly unknown[];
}

/** Compiles a parsed template for one mode of autoescape. */
export function writeUnit(
  nodes: NodeList,
  settings: CompilerSettings,
  autoescape: boolean,
): UnitCode {
  return new UnitWriter(settings, autoescape).write(nodes);
}

/** What the functions of one unit share: constants, names, settings. */
export class UnitWriter {
  readonly settings: CompilerSettings;
  readonly autoescape: boolean;
  readonly #constants = new Map<unknown, string>();
  readonly #filterFunctions = new Map<string, string>();
  #names = 0;

  constructor(settings: CompilerSettings, autoescape: boolean) {
    this.settings = settings;
    this.autoescape = autoescape;
  }

  write(nodes: NodeList): UnitCode {
    const main = this.#function('main', nodes, (code) => code.nodes(nodes));
    const blocks = blockNodes(nodes).map((block) => {
      const body = this.#function(
        'block',
        block.body,
        (code) => code.nodes(block.body),
        block.name,
      );
      return `${literal(block.name)}: ${body}`;
    });
    const code = [
      `const { ${Object.keys(helpers)
        .map((name) => `${name}: $${name}`)
        .join(', ')} } = $;`,
      `const $LOAD = Symbol.for(${literal(Symbol.keyFor(LOAD)!)});`,
      ...Array.from(this.#constants.values(), (name, index) => `const ${name} = $k[${index}];`),
      ...Array.from(this.#filterFunctions, ([filter, name]) => `const ${name} = ${filter}.apply;`),
      `const blocks = { ${['__proto__: null', ...blocks].join(',\n')} };`,
      `return { main: ${main}, blocks };`,
    ].join('\n');
    return { code, constants: [...this.#constants.keys()] };
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

  #function(
    name: string,
    nodes: NodeList,
    body: (code: FunctionWriter) => void,
    blockName?: string,
  ): string {
    const code = new FunctionWriter(this);
    const bindings =
      blockName === undefined ? [] : [['block', { kind: 'block', name: blockName }] as const];
    code.scoped(nodes, bindings, () => body(code));
    return [
      `function* ${name}($r, $c, $l) {`,
      `let $o = '', $p = 0;`,
      'try {',
      ...code.finish(),
      '} catch (error) { throw $locate(error, $t, $p); }',
      'return $o;',
      '}',
    ].join('\n');
  }
}

function readContext(name: string): string {
  if (GUARDED_NAMES.has(name)) return `$readOwn($l, $c, ${literal(name)})`;
  const read = property(name);
  return `($l !== null && ${literal(name)} in $l ? $l${read} : $c${read})`;
}
