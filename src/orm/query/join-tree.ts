import type { ColumnNode, JoinNode } from '../../db/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type RelationMeta, type ToOneMeta } from '../schema/meta.ts';

interface Join {
  kind: JoinNode['kind'];
  readonly parent: string;
  readonly step: Step;
  readonly table: string;
  readonly alias: string;
  readonly on: JoinNode['on'];
}

/**
 * Which joins of a relation to many rows may be used again: those of an earlier `filter()` mean
 * other related rows, whereas an annotation or an order means the rows that are joined already.
 */
export type Reuse = ReadonlySet<string> | 'any';

/**
 * The tables of one SELECT. Each relation to one row is joined once; a relation to many rows as
 * often as different related rows are meant. Joins that may find no row are LEFT until a condition
 * makes that impossible.
 */
export class JoinTree {
  readonly rootAlias: string;
  readonly #aliases: Set<string>;
  readonly #joins: Join[] = [];

  /** @param taken - aliases of the statements around this one. */
  constructor(root: AnyModel, taken: Iterable<string> = []) {
    this.#aliases = new Set(taken);
    this.rootAlias = this.freeAlias(metaOf(root).table);
  }

  get joins(): readonly JoinNode[] {
    return this.#joins.map(({ kind, table, alias, on }) => ({ kind, table, alias, on }));
  }

  /** All aliases that are in use here and around. */
  get aliases(): ReadonlySet<string> {
    return this.#aliases;
  }

  /**
   * Follows relations from an alias and returns the last table's alias.
   *
   * @param used - gets the aliases on the way.
   */
  follow(
    from: string,
    relations: readonly RelationMeta[],
    reuse: Reuse,
    used?: Set<string>,
  ): string {
    return this.followSteps(from, relations.flatMap(stepsOf), reuse, used);
  }

  followSteps(from: string, steps: readonly Step[], reuse: Reuse, used?: Set<string>): string {
    return steps.reduce((alias, step) => {
      const next = this.#join(alias, step, reuse);
      used?.add(next);
      return next;
    }, from);
  }

  /** Whether the alias may stand for no row at all. */
  isOuter(alias: string): boolean {
    return this.#find(alias)?.kind === 'left';
  }

  /** Rows without a row of the alias are not wanted: it and what it hangs on become inner joins. */
  require(alias: string): void {
    const join = this.#find(alias);
    if (join === undefined) return;
    join.kind = 'inner';
    this.require(join.parent);
  }

  /** An alias for a table that no other has. */
  freeAlias(table: string): string {
    let alias = table;
    for (let number = 2; this.#aliases.has(alias); number++) alias = `${table}_${number}`;
    this.#aliases.add(alias);
    return alias;
  }

  /** Leaves names to the statements around or inside. */
  avoid(aliases: Iterable<string>): void {
    for (const alias of aliases) this.#aliases.add(alias);
  }

  #find(alias: string): Join | undefined {
    return this.#joins.find((join) => join.alias === alias);
  }

  #join(parent: string, step: Step, reuse: Reuse): string {
    // The latest one, where the same relation is joined more than once.
    const existing = this.#joins.findLast(
      (join) =>
        join.parent === parent &&
        join.step.isMany === step.isMany &&
        join.step.key === step.key &&
        (!step.isMany || reuse === 'any' || reuse.has(join.alias)),
    );
    if (existing !== undefined) return existing.alias;
    const { table } = metaOf(step.target);
    const alias = this.freeAlias(table);
    const mayBeMissing = step.isMany || step.key.column.isNull || this.isOuter(parent);
    this.#joins.push({
      kind: mayBeMissing ? 'left' : 'inner',
      parent,
      step,
      table,
      alias,
      on: {
        kind: 'comparison',
        operator: '=',
        left: columnNode(alias, step.near),
        right: columnNode(parent, step.far),
      },
    });
    return alias;
  }
}

/**
 * One join of a relation; a many-to-many relation takes two. Two relations over one key in one
 * direction are the same join: `groups` goes through the rows of `memberships`.
 */
export interface Step {
  readonly target: AnyModel;
  readonly isMany: boolean;
  /** The foreign key at work, whichever end it is on. */
  readonly key: ToOneMeta;
  /** The column of the table that is joined, and the one it is compared with. */
  readonly near: ColumnMeta;
  readonly far: ColumnMeta;
}

export function stepsOf(relation: RelationMeta): readonly Step[] {
  switch (relation.kind) {
    case 'toOne':
      return [forward(relation)];
    case 'toMany':
      return [backward(relation.via)];
    case 'manyToMany':
      return [backward(relation.source), forward(relation.destination)];
  }
}

/** A way to a column with the joins it takes: the key of a many-to-many row stands in the pair. */
export function wayTo(
  relations: readonly RelationMeta[],
  column: ColumnMeta,
): { readonly steps: readonly Step[]; readonly column: ColumnMeta } {
  const steps = relations.flatMap(stepsOf);
  const last = relations.at(-1);
  return last?.kind === 'manyToMany' && column.isPrimaryKey
    ? { steps: steps.slice(0, -1), column: last.destination.column }
    : { steps, column };
}

export function columnNode(table: string, column: ColumnMeta): ColumnNode {
  return { kind: 'column', table, name: column.column, type: column.type };
}

function forward(key: ToOneMeta): Step {
  const near = metaOf(key.target).primaryKey;
  return { target: key.target, isMany: false, key, near, far: key.column };
}

function backward(key: ToOneMeta): Step {
  const far = metaOf(key.target).primaryKey;
  return { target: key.model, isMany: true, key, near: key.column, far };
}
