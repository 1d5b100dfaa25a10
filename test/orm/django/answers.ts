import { readFileSync } from 'node:fs';
import type { Question } from './question.ts';

export type DatabaseName = 'sqlite' | 'postgresql';

/** What answer.py wrote for a question: one answer, or one for each database. */
interface Recorded {
  readonly django: string;
  readonly answer?: unknown;
  readonly sqlite?: unknown;
  readonly postgresql?: unknown;
}

const url = new URL('answers.json', import.meta.url);

export const recorded = new Map<string, Recorded>(
  Object.entries(JSON.parse(readFileSync(url, 'utf8'))),
);

/** Django's answer. @throws Error when answer.py has not been asked since the question changed */
export function djangoAnswer(question: Question, database: DatabaseName): unknown {
  const found = recorded.get(question.name);
  if (found?.django !== question.django) {
    throw new Error(`No answer to "${question.name}" as it stands: run answer.py.`);
  }
  return 'answer' in found ? found.answer : found[database];
}

/** The answer that ours must be: Django's, except where we differ on purpose. */
export function expectedAnswer(question: Question, database: DatabaseName): unknown {
  const { differs, likePostgresql } = question.options;
  if (differs !== undefined) return differs;
  return djangoAnswer(question, likePostgresql === true ? 'postgresql' : database);
}
