/** A name that the template itself gave a value, and the JavaScript variable that holds it. */
export interface LocalBinding {
  readonly kind: 'local';
  readonly code: string;
  /** Whether it is known to be neither pending nor a function to call. */
  readonly isSettled: boolean;
}

/** `forloop`: its counters are computed in place, the object is made only where one is needed. */
export interface LoopBinding {
  readonly kind: 'loop';
  /** Number of the round from 0, and number of rounds. */
  readonly index: string;
  readonly length: string;
  /** The `forloop` of the loop around, if this template has one. */
  readonly parent: LoopBinding | undefined;
  readonly object: string;
  /** Set when something asked for `object`. */
  isObjectUsed: boolean;
  /** Statements to run once before the first round. */
  readonly declarations: string[];
}

/** `block` inside a block. */
export interface BlockBinding {
  readonly kind: 'block';
  readonly name: string;
}

export type Binding = LocalBinding | LoopBinding | BlockBinding;

/**
 * The names that a part of a template sees, as Django's stack of dictionaries, but known when the
 * template is compiled. Names of the context itself are in no scope.
 */
export class Scope {
  readonly parent: Scope | undefined;
  /**
   * JavaScript variable of the object that holds names set by custom tags, which are known only
   * while rendering; undefined when no such tag stands in this scope.
   */
  readonly dynamic: string | undefined;
  readonly #bindings = new Map<string, Binding>();

  constructor(parent?: Scope, dynamic?: string) {
    this.parent = parent;
    this.dynamic = dynamic;
  }

  bind(name: string, binding: Binding): void {
    this.#bindings.set(name, binding);
  }

  own(name: string): Binding | undefined {
    return this.#bindings.get(name);
  }

  find(name: string): Binding | undefined {
    return this.#bindings.get(name) ?? this.parent?.find(name);
  }

  /** Own bindings, in the order they were made. */
  get bindings(): Iterable<readonly [string, Binding]> {
    return this.#bindings;
  }

  /** This scope and those around it, outermost first. */
  get chain(): readonly Scope[] {
    return this.parent === undefined ? [this] : [...this.parent.chain, this];
  }
}
