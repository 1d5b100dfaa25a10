import { suggest } from '../../core/index.ts';
import type { RowLock } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { LockOptions, QueryState } from './query-state.ts';
import type { QueryScope } from './scope.ts';
import type { Selected } from './selected.ts';

/** The lock of `selectForUpdate()`, its relations as the aliases that were joined for them. */
export function rowLock(
  state: QueryState,
  { of, wait, isNoKey }: LockOptions,
  selected: Selected,
  scope: QueryScope,
): RowLock | undefined {
  if (!scope.frame.dialect.features.supportsRowLocks) return undefined;
  const { tree } = scope.frame;
  const aliases = of.map((path) => {
    if (path === 'self') return tree.rootAlias;
    const node = selected.nodes.find((candidate) => candidate.path === path);
    if (node === undefined) throw notJoined(state, path);
    return node.alias;
  });
  return { of: aliases, wait, isNoKey };
}

function notJoined(state: QueryState, path: string) {
  return ormError(
    'orm.query.lock',
    `selectForUpdate() cannot lock "${path}", which is not joined.`,
    {
      hint: `${suggest(path, ['self', ...state.selectRelated])} Join it with selectRelated().`,
    },
  );
}
