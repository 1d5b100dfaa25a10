import { describeNamed } from './describe-value.ts';

/** Values of contexts by their names, as short texts. */
export type ContextTexts = Readonly<Record<string, string>>;

/** Pages, and templates they include, whose values are kept until they are described. */
const MAX_PAGES = 10;
const MAX_INCLUDES = 20;

/** Names described of a context. */
const MAX_NAMES = 40;

interface Render {
  readonly depth: number;
}

/** Holds the contexts of a request's templates until it has been answered, and no longer. */
export class HeldContexts {
  #pages = 0;
  #includes = 0;
  #held = new Map<object, () => Readonly<Record<string, unknown>>>();

  /** Included templates are done before their page, and a loop has hundreds of them. */
  hold(render: Render, values: (() => Readonly<Record<string, unknown>>) | undefined): void {
    if (values === undefined) return;
    const isPage = render.depth === 0;
    if (isPage ? this.#pages++ < MAX_PAGES : this.#includes++ < MAX_INCLUDES) {
      this.#held.set(render, values);
    }
  }

  /** Texts for each render; what was held is let go. */
  describe(): ReadonlyMap<object, ContextTexts> {
    const held = this.#held;
    this.#held = new Map();
    return new Map([...held].map(([render, values]) => [render, textsOf(values())]));
  }
}

function textsOf(values: Readonly<Record<string, unknown>>): ContextTexts {
  const names = Object.keys(values).slice(0, MAX_NAMES);
  const texts = names.map((name) => {
    const property = Object.getOwnPropertyDescriptor(values, name);
    return [name, property?.get ? '[getter]' : describeNamed(name, property?.value)] as const;
  });
  return Object.fromEntries(texts);
}
