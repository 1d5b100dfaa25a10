import type { Expression } from './expression.ts';

export type Connector = 'and' | 'or' | 'xor';

/**
 * Conditions joined by and, or, xor, and turned by not. Immutable. Its parts are objects of
 * conditions, other ones, and expressions that are true or false.
 */
export class QNode {
  readonly connector: Connector;
  readonly isNegated: boolean;
  readonly children: readonly QPart[];

  constructor(connector: Connector, children: readonly QPart[], isNegated = false) {
    this.connector = connector;
    this.children = children;
    this.isNegated = isNegated;
  }

  and(...others: readonly QPart[]): QNode {
    return this.#with('and', others);
  }

  or(...others: readonly QPart[]): QNode {
    return this.#with('or', others);
  }

  /** An odd number of them holds. */
  xor(...others: readonly QPart[]): QNode {
    return this.#with('xor', others);
  }

  /**
   * The opposite. Twice is not the same as not at all: below a negation each condition over a
   * relation to many rows asks for a row of its own.
   */
  not(): QNode {
    return this.isNegated
      ? new QNode('and', [this], true)
      : new QNode(this.connector, this.children, true);
  }

  #with(connector: Connector, others: readonly QPart[]): QNode {
    const isOpen = connector === this.connector && !this.isNegated;
    return new QNode(connector, isOpen ? [...this.children, ...others] : [this, ...others]);
  }
}

/** What a `Q` is made of. */
export type QPart = QNode | Expression<boolean> | Readonly<Record<string, unknown>>;

/**
 * Conditions as a value, for what an object of conditions cannot say:
 *
 * ```ts
 * Movie.objects.filter(Q({ year: 1975 }).or({ rating__gte: 8 }));
 * Movie.objects.filter(Q({ director__name: 'Kubrick' }).not());
 * ```
 *
 * The keys are checked where a QuerySet takes it.
 */
export function Q(...conditions: readonly QPart[]): QNode {
  return new QNode('and', conditions);
}
