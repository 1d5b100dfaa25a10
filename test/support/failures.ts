import { UptempoError } from '../../src/core/index.ts';

/**
 * The coded error that `work` throws or rejects with. Any other error goes on as it is, so that a
 * test shows it.
 *
 * @throws Error when nothing was thrown.
 */
export async function failureOf(work: () => unknown): Promise<UptempoError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UptempoError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

/** The code alone. */
export async function codeOf(work: () => unknown): Promise<string> {
  return (await failureOf(work)).code;
}
