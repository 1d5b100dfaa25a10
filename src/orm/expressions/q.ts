import type { Expression } from './expression.ts';

export type Connector = 'and' | 'or' | 'xor';

export declare const GIVEN: unique symbol;

/**
 * Conditions joined by and, or, xor, and turned by not. Immutable. Its parts are objects of
 * conditions, other ones, and expressions that are true or false.
 *
 * `Given` are the objects of conditions as they were written, for the QuerySet to check.
 */
export class QNode<Given = unknown> {
  declare readonly [GIVEN]: Given;
  readonly connector: Connector;
  readonly isNegated: boolean;
  readonly children: readonly QPart[];

  constructor(connector: Connector, children: readonly QPart[], isNegated = false) {
    this.connector = connector;
    this.children = children;
    this.isNegated = isNegated;
  }

  and<const Parts extends readonly QPart[]>(
    ...others: Parts
  ): QNode<Given | GivenIn<Parts[number]>> {
    return this.#with('and', others);
  }

  or<const Parts extends readonly QPart[]>(
    ...others: Parts
  ): QNode<Given | GivenIn<Parts[number]>> {
    return this.#with('or', others);
  }

  /** An odd number of them holds. */
  xor<const Parts extends readonly QPart[]>(
    ...others: Parts
  ): QNode<Given | GivenIn<Parts[number]>> {
    return this.#with('xor', others);
  }

  /**
   * The opposite. Twice is not the same as not at all: below a negation each condition over a
   * relation to many rows asks for a row of its own.
   */
  not(): QNode<Given> {
    return this.isNegated
      ? new QNode('and', [this], true)
      : new QNode(this.connector, this.children, true);
  }

  #with<Joined>(connector: Connector, others: readonly QPart[]): QNode<Joined> {
    const isOpen = connector === this.connector && !this.isNegated;
    return new QNode(connector, isOpen ? [...this.children, ...others] : [this, ...others]);
  }
}

/** The objects of conditions in a part. */
export type GivenIn<Part> =
  Part extends QNode<infer Given> ? Given : Part extends Expression ? never : Part;

/** What a `Q` is made of. */
export type QPart = QNode | Expression | object;

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
export function Q<const Parts extends readonly QPart[]>(
  ...conditions: Parts
): QNode<GivenIn<Parts[number]>> {
  return new QNode('and', conditions);
}
