import type { ColumnType } from '../../db/index.ts';
import type { AnyModel } from './any-model.ts';
import type { Normalizer } from './field.ts';

/** What values can be compared with something, and how they are made ready for it. */
export interface Comparable {
  readonly type: ColumnType;
  /** What values are accepted, in words for messages. */
  readonly expected: string;
  readonly normalizeCompared: Normalizer;
  /** The model whose rows may stand for their keys. */
  readonly keyOf?: AnyModel | undefined;
}
