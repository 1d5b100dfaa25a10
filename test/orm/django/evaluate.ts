import { atomic } from '../../../src/orm/index.ts';
import { encode, encodeFailure } from './encode.ts';
import type { Question } from './question.ts';

/** Our answer, encoded; what the question changed is undone. */
export async function answerOf(question: Question): Promise<unknown> {
  const ask = async () => encode(await question.uptempo());
  try {
    return await (question.options.writes === true ? undone(ask) : ask());
  } catch (error) {
    return encodeFailure(error);
  }
}

async function undone(ask: () => Promise<unknown>): Promise<unknown> {
  const rollback = new Error('to be undone');
  let answer: unknown;
  try {
    await atomic(async () => {
      answer = await ask();
      throw rollback;
    });
  } catch (error) {
    if (error !== rollback) throw error;
  }
  return answer;
}
