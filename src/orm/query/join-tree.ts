import type { ColumnNode, JoinNode } from '../../db/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type RelationMeta, type ToOneMeta } from '../schema/meta.ts';

type Kind = JoinNode['kind'];

interface Join {
  kind: Kind;
  readonly table: string;
  readonly alias: string;
  readonly on: JoinNode['on'];
}

/**
 * The tables of one SELECT. Ways that share their first relations share those joins; a relation
 * to many rows is shared only within one `scope`, because two `filter()` calls may mean two
 * different related rows.
 */
export class JoinTree {
  readonly rootAlias: string;
  readonly #aliases: Set<string>;
  readonly #joins = new Map<string, Join>();

  /** @param taken - aliases of the statements around this one. */
  constructor(root: AnyModel, taken: Iterable<string> = []) {
    this.#aliases = new Set(taken);
    this.rootAlias = this.#freeAlias(metaOf(root).table);
  }

  get joins(): readonly JoinNode[] {
    return [...this.#joins.values()];
  }

  get aliases(): Iterable<string> {
    return this.#aliases;
  }

  /**
   * Follows relations from an alias and returns the last table's alias.
   *
   * @param isRequired - rows without the related row may be dropped: inner joins.
   * @param scope - which related rows are meant by a relation to many.
   */
  follow(from: string, relations: readonly RelationMeta[], options: FollowOptions): string {
    return this.followSteps(from, relations.flatMap(stepsOf), options);
  }

  followSteps(from: string, steps: readonly Step[], options: FollowOptions): string {
    let alias = from;
    let isOuter = this.isOuter(from);
    for (const step of steps) {
      isOuter ||= step.isMany || step.key.column.isNull;
      alias = this.#join(alias, step, options.scope, isOuter && !options.isRequired);
    }
    return alias;
  }

  /** Whether the alias may stand for no row at all. */
  isOuter(alias: string): boolean {
    for (const join of this.#joins.values()) {
      if (join.alias === alias) return join.kind === 'left';
    }
    return false;
  }

  #join(from: string, step: Step, scope: string, isLeft: boolean): string {
    const key = `${from}.${step.name}${step.isMany ? `@${scope}` : ''}`;
    const existing = this.#joins.get(key);
    if (existing !== undefined) {
      if (!isLeft) existing.kind = 'inner';
      return existing.alias;
    }
    const { table } = metaOf(step.target);
    const alias = this.#freeAlias(table);
    this.#joins.set(key, {
      kind: isLeft ? 'left' : 'inner',
      table,
      alias,
      on: {
        kind: 'comparison',
        operator: '=',
        left: columnNode(alias, step.near),
        right: columnNode(from, step.far),
      },
    });
    return alias;
  }

  #freeAlias(table: string): string {
    let alias = table;
    for (let number = 2; this.#aliases.has(alias); number++) alias = `${table}_${number}`;
    this.#aliases.add(alias);
    return alias;
  }
}

export interface FollowOptions {
  readonly isRequired: boolean;
  readonly scope: string;
}

/** One join of a relation; a many-to-many relation takes two. */
export interface Step {
  readonly name: string;
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
      return [backward(relation.name, relation.via)];
    case 'manyToMany':
      return [backward(relation.name, relation.source), forward(relation.destination)];
  }
}

export function columnNode(table: string, column: ColumnMeta): ColumnNode {
  return { kind: 'column', table, name: column.column, type: column.type };
}

function forward(key: ToOneMeta): Step {
  const near = metaOf(key.target).primaryKey;
  return { name: key.name, target: key.target, isMany: false, key, near, far: key.column };
}

function backward(name: string, key: ToOneMeta): Step {
  const far = metaOf(key.target).primaryKey;
  return { name, target: key.model, isMany: true, key, near: key.column, far };
}
