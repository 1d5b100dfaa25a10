import { once } from '../../../core/index.ts';

/** Loaded late: a cache elsewhere needs no database. */
export const loadDb = once(() => import('../../../db/index.ts'));
