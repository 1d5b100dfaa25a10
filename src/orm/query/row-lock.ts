import { checkOptions, option, suggest } from '../../core/index.ts';
import type { Database, RowLock } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { LockOptions, QueryState } from './query-state.ts';
import type { QueryScope } from './scope.ts';
import type { Selected } from './selected.ts';

export interface ForUpdateOptions {
  /** Relations that are joined, or `self`: others stay unlocked. Default: all that is joined. */
  readonly of?: readonly string[];
  /** Fail at once where a row is locked already. Default false: wait. */
  readonly nowait?: boolean;
  /** Leave out rows that are locked already. Default false. */
  readonly skipLocked?: boolean;
  /** Lock less: others may still refer to the rows. Default false. */
  readonly noKey?: boolean;
}

/** @throws core.option.*, orm.query.lock for both `nowait` and `skipLocked` */
export function lockOptions(options: ForUpdateOptions): LockOptions {
  const {
    of = [],
    nowait,
    skipLocked,
    noKey,
  } = checkOptions('selectForUpdate()', options, {
    of: option.arrayOf(option.string),
    nowait: option.boolean,
    skipLocked: option.boolean,
    noKey: option.boolean,
  });
  if (nowait && skipLocked) {
    throw ormError('orm.query.lock', 'nowait and skipLocked exclude each other.', {
      hint: 'Take nowait to fail at a locked row, skipLocked to leave it out.',
    });
  }
  const wait = nowait ? 'nowait' : skipLocked ? 'skipLocked' : 'wait';
  return { of, wait, isNoKey: noKey ?? false };
}

/** @throws orm.query.lock outside of a transaction, whose end the lock would have no one to wait for. */
export function assertInTransaction({ lock }: QueryState, target: Database): void {
  if (lock === undefined || target.isInTransaction) return;
  throw ormError('orm.query.lock', 'selectForUpdate() ran outside of a transaction.', {
    hint: 'Put it and what depends on the lock into atomic(async () => { … }).',
  });
}

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
