import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/**
 * Collects all garbage now: what setting a workload up has left behind. Not to be called between
 * samples: V8 shrinks its young generation when it is told to collect, and a subject that
 * allocates more than another then seems up to 1.4 times slower than it is.
 */
export const collectGarbage: () => void = runInNewContext('gc');
