import { setImmediate } from 'node:timers/promises';

/** Done when the requests that have finished by now are complete, two turns of the loop later. */
export async function lastAccounts(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}
