/** One question, as a user of Django writes it and as ours does. */
export interface Question {
  readonly name: string;
  /** Python: statements, the last of which is an expression, the answer. */
  readonly django: string;
  readonly uptempo: () => unknown;
  readonly options: QuestionOptions;
}

/** Where we differ on purpose; docs/reference/django-differences.md has the reasons. */
export interface QuestionOptions {
  /** On SQLite we answer what Django answers on PostgreSQL. */
  readonly likePostgresql?: true;
  /** We answer this instead, on both databases. */
  readonly differs?: unknown;
  /** It writes; what it changed is undone. */
  readonly writes?: true;
}

/** A question that reads. */
export function ask(
  name: string,
  django: string,
  uptempo: () => unknown,
  options: QuestionOptions = {},
): Question {
  return { name, django, uptempo, options };
}

/** A question that writes before it answers; what it changed is undone. */
export function change(
  name: string,
  django: string,
  uptempo: () => unknown,
  options: QuestionOptions = {},
): Question {
  return { name, django, uptempo, options: { ...options, writes: true } };
}
