import type { CompiledTemplate } from './compiled-template.ts';
import type { RenderFunction } from './render.ts';

/** The templates of a chain that define a block of one name, the one that overrides the others first. */
export class BlockDefiners {
  /** Number of the block in its chain and in each longer one. */
  readonly index: number;
  readonly #name: string;
  readonly #templates: CompiledTemplate[] = [];
  readonly #escaping: (RenderFunction | undefined)[] = [];
  readonly #verbatim: (RenderFunction | undefined)[] = [];

  constructor(index: number, name: string) {
    this.index = index;
    this.#name = name;
  }

  add(template: CompiledTemplate): void {
    this.#templates.push(template);
  }

  /** The block that overrides all but `level` others; undefined when there are not so many. */
  block(level: number, autoescape: boolean): RenderFunction | undefined {
    const known = autoescape ? this.#escaping : this.#verbatim;
    if (known[level] === undefined) {
      known[level] = this.#templates[level]?.unit(autoescape).block(this.#name);
    }
    return known[level];
  }
}

/** A `{% block %}` or `{{ block.super }}`, which keeps what it found in the last chain. */
export class BlockSite {
  readonly name: string;
  chain: Inheritance | undefined;
  definers: BlockDefiners | undefined;

  constructor(name: string) {
    this.name = name;
    this.chain = undefined;
    this.definers = undefined;
  }
}

/**
 * A chain of templates, each extending the next, and which of them define a block. Chains are
 * built once and kept with the template they begin with.
 */
export class Inheritance {
  readonly templates: readonly CompiledTemplate[];
  readonly #definers = new Map<string, BlockDefiners>();
  readonly #longer = new WeakMap<CompiledTemplate, Inheritance>();

  private constructor(templates: readonly CompiledTemplate[]) {
    this.templates = templates;
    for (const template of templates) {
      for (const name of template.blockNames) {
        let definers = this.#definers.get(name);
        if (definers === undefined) {
          definers = new BlockDefiners(this.#definers.size, name);
          this.#definers.set(name, definers);
        }
        definers.add(template);
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

  /** How many names of blocks there are. */
  get blockCount(): number {
    return this.#definers.size;
  }

  /** The templates that define the block of a tag, if any does. */
  definersAt(site: BlockSite): BlockDefiners | undefined {
    if (site.chain !== this) {
      site.chain = this;
      site.definers = this.#definers.get(site.name);
    }
    return site.definers;
  }
}
