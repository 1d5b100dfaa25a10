import type { ColumnNode } from '../../db/index.ts';
import type { HydrationNode, JoinedNode } from '../hydrate/hydrator.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type ToOneMeta } from '../schema/meta.ts';
import { columnNode, type JoinTree } from './join-tree.ts';
import { parseFieldPath } from './lookup-path.ts';
import type { QueryState } from './query-state.ts';

/** What a SELECT of rows reads, and how it is taken apart again. */
export interface Loading {
  readonly columns: readonly ColumnNode[];
  readonly root: HydrationNode;
}

/** Works out columns and joins from selectRelated(), only() and defer(). */
export function buildLoading(state: QueryState, tree: JoinTree): Loading {
  const columns: ColumnNode[] = [];
  const only = state.only === undefined ? undefined : columnsByPath(state.model, state.only);
  const defer = columnsByPath(state.model, state.defer);
  const paths = state.selectRelated.map((path) => path.split('__'));

  /** A joined model that only() does not mention is loaded whole, the root never. */
  function isWanted(path: string, column: ColumnMeta): boolean {
    if (only === undefined) return true;
    const wanted = only.get(path);
    return wanted === undefined ? path !== '' : wanted.has(column);
  }

  function addNode(model: AnyModel, alias: string, path: string, below: Paths): HydrationNode {
    const joined = [...below.keys()].map((name) => metaOf(model).relations.get(name) as ToOneMeta);
    const loaded = metaOf(model).columns.filter(
      (column) =>
        column.isPrimaryKey ||
        joined.some((relation) => relation.column === column) ||
        (isWanted(path, column) && !defer.get(path)?.has(column)),
    );
    const offset = columns.length;
    columns.push(...loaded.map((column) => columnNode(alias, column)));
    const children = joined.map((relation): JoinedNode => {
      const next = tree.follow(alias, [relation], { isRequired: false, scope: '' });
      const childPath = path === '' ? relation.name : `${path}__${relation.name}`;
      return {
        relation,
        node: addNode(relation.target, next, childPath, groupByHead(below.get(relation.name)!)),
      };
    });
    return { model, columns: loaded, offset, children };
  }

  const root = addNode(state.model, tree.rootAlias, '', groupByHead(paths));
  return { columns, root };
}

/** The rest of each path by its first relation. */
type Paths = ReadonlyMap<string, readonly (readonly string[])[]>;

function groupByHead(paths: readonly (readonly string[])[]): Paths {
  const groups = new Map<string, (readonly string[])[]>();
  for (const [head, ...rest] of paths) {
    if (head === undefined) continue;
    const group = groups.get(head) ?? [];
    group.push(rest);
    groups.set(head, group);
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
