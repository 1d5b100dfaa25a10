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
    // What a page has its includes have as well.
    const known = new Map<object, string>();
    return new Map([...held].map(([render, values]) => [render, textsOf(values(), known)]));
  }
}

function textsOf(
  values: Readonly<Record<string, unknown>>,
  known: Map<object, string>,
): ContextTexts {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(values).slice(0, MAX_NAMES)) {
    const property = Object.getOwnPropertyDescriptor(values, name);
    texts[name] = property?.get ? '[getter]' : textOf(name, property?.value, known);
  }
  return texts;
}

/** Objects are shown the same whatever they are named. */
function textOf(name: string, value: unknown, known: Map<object, string>): string {
  if (typeof value !== 'object' || value === null) return describeNamed(name, value);
  let text = known.get(value);
  if (text === undefined) {
    text = describeNamed(name, value);
    known.set(value, text);
  }
  return text;
}
