import { runSteps, type Steps } from './pending.ts';
import type { ContextData, Render } from './render.ts';

/** What a custom tag sees of the place it stands in. */
export interface TagContext {
  /** The value of a name as the template would find it, neither called nor awaited. */
  get(name: string): unknown;
  /**
   * Sets a name for what follows in the same scope; for tags declared with `isAssigning`.
   *
   * @throws Error for a tag that is not
   */
  set(name: string, value: unknown): void;
  /** Every name in sight with its raw value. */
  toObject(): Record<string, unknown>;
  /** Whether what is printed here is escaped. */
  readonly autoescape: boolean;
  /** IANA name of the zone that dates are shown in. */
  readonly timeZone: string;
}

/** The body of a block tag, as a function of further names. */
export type BodyFunction = (names: ContextData) => Steps<string>;

/** What a node of a custom tag sees: also the node lists it holds. */
export interface NodeContext extends TagContext {
  /** The values of the node's expressions. */
  readonly values: readonly unknown[];
  /**
   * Renders one of the node's lists of children.
   *
   * @param index - which of the node's `children`. Default 0.
   * @param names - names the children see in addition.
   */
  render(index?: number, names?: ContextData): string | Promise<string>;
}

/** The context of one custom tag in one place. */
export class PlaceContext implements NodeContext {
  readonly autoescape: boolean;
  readonly values: readonly unknown[];
  readonly #render: Render;
  readonly #context: ContextData;
  readonly #locals: ContextData | null;
  readonly #assigned: Record<string, unknown> | null;
  readonly #bodies: readonly BodyFunction[];

  constructor(
    render: Render,
    context: ContextData,
    locals: ContextData | null,
    autoescape: boolean,
    assigned: Record<string, unknown> | null = null,
    bodies: readonly BodyFunction[] = [],
    values: readonly unknown[] = [],
  ) {
    this.#render = render;
    this.#context = context;
    this.#locals = locals;
    this.autoescape = autoescape;
    this.#assigned = assigned;
    this.#bodies = bodies;
    this.values = values;
  }

  get timeZone(): string {
    return this.#render.run.timeZone;
  }

  get(name: string): unknown {
    for (const names of [this.#assigned, this.#locals, this.#context]) {
      if (names !== null && Object.hasOwn(names, name)) return names[name];
    }
    return undefined;
  }

  set(name: string, value: unknown): void {
    if (this.#assigned === null) {
      throw new Error(`A tag that sets "${name}" must be declared with isAssigning: true`);
    }
    this.#assigned[name] = value;
  }

  toObject(): Record<string, unknown> {
    return { ...this.#context, ...this.#locals, ...this.#assigned };
  }

  render(index = 0, names: ContextData = {}): string | Promise<string> {
    const body = this.#bodies[index];
    if (body === undefined) throw new Error(`The node has no children number ${index}`);
    return runSteps(body(names));
  }
}
