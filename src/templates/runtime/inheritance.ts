import type { CompiledTemplate } from './compiled-template.ts';

const NONE: readonly CompiledTemplate[] = [];

/**
 * A chain of templates, each extending the next, and which of them define a block. Chains are
 * built once and kept with the template they begin with.
 */
export class Inheritance {
  readonly templates: readonly CompiledTemplate[];
  readonly #definers = new Map<string, CompiledTemplate[]>();
  readonly #longer = new WeakMap<CompiledTemplate, Inheritance>();

  private constructor(templates: readonly CompiledTemplate[]) {
    this.templates = templates;
    for (const template of templates) {
      for (const name of template.blockNames) {
        const definers = this.#definers.get(name);
        if (definers === undefined) this.#definers.set(name, [template]);
        else definers.push(template);
      }
    }
  }

  static readonly #chains = new WeakMap<CompiledTemplate, Inheritance>();

  static startingWith(template: CompiledTemplate): Inheritance {
    let chain = Inheritance.#chains.get(template);
    if (chain === undefined) {
      chain = new Inheritance([template]);
      Inheritance.#chains.set(template, chain);
    }
    return chain;
  }

  /** The chain with one more template at its end. */
  with(parent: CompiledTemplate): Inheritance {
    let chain = this.#longer.get(parent);
    if (chain === undefined) {
      chain = new Inheritance([...this.templates, parent]);
      this.#longer.set(parent, chain);
    }
    return chain;
  }

  /** The templates that define a block, the one that overrides the others first. */
  definers(name: string): readonly CompiledTemplate[] {
    return this.#definers.get(name) ?? NONE;
  }
}
