import type { ColumnNode } from '../../db/index.ts';
import type { HydrationNode, JoinedNode } from '../hydrate/hydrator.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type ToManyMeta, type ToOneMeta } from '../schema/meta.ts';
import { columnNode, type JoinTree } from './join-tree.ts';
import { parseFieldPath } from './lookup-path.ts';
import type { QueryState } from './query-state.ts';

/** What a SELECT of rows reads, and how it is taken apart again. */
export interface Loading {
  readonly columns: readonly ColumnNode[];
  readonly root: HydrationNode;
}

/**
 * Works out columns and joins from selectRelated(), only() and defer(). Keys are always loaded
 * where they lead to a relation that is joined or prefetched.
 */
export function buildLoading(state: QueryState, tree: JoinTree): Loading {
  const columns: ColumnNode[] = [];
  const only = state.only === undefined ? undefined : columnsByPath(state.model, state.only);
  const defer = columnsByPath(state.model, state.defer);

  /** A joined model that only() does not mention is loaded whole, the root never. */
  function isWanted(path: string, column: ColumnMeta): boolean {
    if (only === undefined) return true;
    const wanted = only.get(path);
    return wanted === undefined ? path !== '' : wanted.has(column);
  }

  function addNode(model: AnyModel, alias: string, path: string, eager: EagerPaths): HydrationNode {
    const { columns: all, relations } = metaOf(model);
    const joined = [...eager.joined.keys()].map(
      (name) => relations.get(name) as ToOneMeta | ToManyMeta,
    );
    const loaded = all.filter(
      (column) =>
        column.isPrimaryKey ||
        (column.relation !== undefined && isEager(eager, column.relation.name)) ||
        (isWanted(path, column) && !defer.get(path)?.has(column)),
    );
    const offset = columns.length;
    columns.push(...loaded.map((column) => columnNode(alias, column)));
    const children = joined.map((relation): JoinedNode => {
      const next = tree.follow(alias, [relation], 'any');
      const { name, target } = relation;
      const childPath = path === '' ? name : `${path}__${name}`;
      return { relation, node: addNode(target, next, childPath, pathsBelow(eager, name)) };
    });
    return { model, path, alias, columns: loaded, offset, children };
  }

  const paths = {
    joined: byHead(state.selectRelated),
    prefetched: byHead(state.prefetchRelated.map(({ path }) => path)),
  };
  const root = addNode(state.model, tree.rootAlias, '', paths);
  return { columns, root };
}

/** What follows in each path, by the path's first relation. */
type Paths = ReadonlyMap<string, readonly string[]>;

interface EagerPaths {
  readonly joined: Paths;
  readonly prefetched: Paths;
}

function isEager({ joined, prefetched }: EagerPaths, name: string): boolean {
  return joined.has(name) || prefetched.has(name);
}

function pathsBelow({ joined, prefetched }: EagerPaths, name: string): EagerPaths {
  return {
    joined: byHead(joined.get(name) ?? []),
    prefetched: byHead(prefetched.get(name) ?? []),
  };
}

function byHead(paths: readonly string[]): Paths {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const [head, ...rest] = path.split('__');
    const group = groups.get(head!) ?? [];
    if (rest.length > 0) group.push(rest.join('__'));
    groups.set(head!, group);
  }
  return groups;
}

/** Columns named by only() or defer(), by the path of the model they are of; '' is the root. */
function columnsByPath(
  model: AnyModel,
  names: readonly string[],
): ReadonlyMap<string, ReadonlySet<ColumnMeta>> {
  const byPath = new Map<string, Set<ColumnMeta>>();
  const add = (path: string, column: ColumnMeta) => {
    const group = byPath.get(path) ?? new Set();
    byPath.set(path, group.add(column));
  };
  for (const name of names) {
    const { relations, column } = parseFieldPath(model, name);
    add(relations.map((relation) => relation.name).join('__'), column);
  }
  return byPath;
}
