import type { Row } from '../hydrate/row.ts';
import { modelOf } from '../hydrate/row.ts';
import type { ManyToManyMeta } from '../schema/meta.ts';
import { isHeard, type ManyToManyAction, type SaveSignal, send } from './model-signals.ts';

/**
 * What writers call. Each is a promise only when somebody listens: `undefined` otherwise, and
 * nothing was built.
 */
type Sent = Promise<void> | undefined;

type SaveDetails = Omit<SaveSignal<Row>, 'model' | 'row'>;

export function sendPreSave(row: Row, details: SaveDetails): Sent {
  const model = modelOf(row);
  if (isHeard(model, 'preSave')) return send(model, 'preSave', { model, row, ...details });
  return undefined;
}

export function sendPostSave(row: Row, details: SaveDetails): Sent {
  const model = modelOf(row);
  if (isHeard(model, 'postSave')) return send(model, 'postSave', { model, row, ...details });
  return undefined;
}

export function sendPreDelete(row: Row, using: string): Sent {
  const model = modelOf(row);
  if (isHeard(model, 'preDelete')) return send(model, 'preDelete', { model, row, using });
  return undefined;
}

export function sendPostDelete(row: Row, using: string): Sent {
  const model = modelOf(row);
  if (isHeard(model, 'postDelete')) return send(model, 'postDelete', { model, row, using });
  return undefined;
}

/** @param keys - of the rows added or removed; undefined when all are cleared. */
export function sendManyToManyChanged(
  relation: ManyToManyMeta,
  action: ManyToManyAction,
  row: Row,
  keys: readonly unknown[] | undefined,
  using: string,
): Sent {
  const isReverse = relation.reverseOf !== undefined;
  const { model, name } = relation.reverseOf ?? relation;
  if (!isHeard(model, 'm2mChanged')) return undefined;
  return send(model, 'm2mChanged', {
    model,
    relation: name,
    action,
    row,
    isReverse,
    keys,
    using,
  });
}
