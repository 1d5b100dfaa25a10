import type { UptempoError } from '../../core/index.ts';
import { ormError } from '../errors.ts';

/** One thing that is wrong with a value. */
export interface ValidationIssue {
  /** What to tell the user. */
  readonly message: string;
  /** Stable name of the rule, for programs: `min_length`. */
  readonly code: string;
  /** What the rule was asked with: `{ limitValue: 3 }`. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** What is wrong with a row, by field; `NON_FIELD_ERRORS` is the key of what concerns no single one. */
export type ValidationIssues = Readonly<Record<string, readonly ValidationIssue[]>>;

/** Where issues stand that belong to no field, as in Django. */
export const NON_FIELD_ERRORS = '__all__';

/**
 * Looks at a value and throws a `validationError()` when it is not right; what it returns does not
 * matter, unless it is a promise. Validators never see null or what `blank` lets through.
 */
export type Validator<Value = unknown> = (value: Value) => unknown;

export interface ValidationErrorOptions {
  /** Default `invalid`. */
  readonly code?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

type Messages = string | ValidationIssue | readonly (string | ValidationIssue)[];

/**
 * The error for validators and `clean()` to throw: one message, or messages by field.
 *
 * ```ts
 * throw validationError('A movie needs a director.', { code: 'no_director' });
 * throw validationError({ title: 'Too short.', year: 'Before the first movie.' });
 * ```
 *
 * Its `details.errors` are the `ValidationIssues`.
 */
export function validationError(
  problem: Messages | Readonly<Record<string, Messages>>,
  options: ValidationErrorOptions = {},
): UptempoError {
  const byField: Record<string, readonly ValidationIssue[]> = {};
  if (isMessages(problem)) byField[NON_FIELD_ERRORS] = issuesOf(problem, options);
  else {
    for (const [name, messages] of Object.entries(problem)) {
      byField[name] = issuesOf(messages, options);
    }
  }
  return invalid(byField);
}

/** The error of a row's issues; the message is all of theirs. */
export function invalid(errors: ValidationIssues, subject?: string): UptempoError {
  const lines = Object.entries(errors).map(([name, issues]) => {
    const text = issues.map(({ message }) => message).join(' ');
    return name === NON_FIELD_ERRORS ? text : `${name}: ${text}`;
  });
  const start = subject === undefined ? '' : `${subject} is not valid. `;
  return ormError('orm.validation', `${start}${lines.join(' ')}`, { details: { errors } });
}

/** What an error of validation says, by field; undefined for any other error. */
export function issuesIn(error: unknown): ValidationIssues | undefined {
  const { code, details } = (error ?? {}) as Partial<UptempoError>;
  return code === 'orm.validation' ? (details!.errors as ValidationIssues) : undefined;
}

function isMessages(problem: unknown): problem is Messages {
  return typeof problem === 'string' || Array.isArray(problem) || isIssue(problem);
}

function isIssue(value: unknown): value is ValidationIssue {
  // A model may well have fields called message and code; params as well is an issue.
  if (typeof value !== 'object' || value === null) return false;
  return 'message' in value && 'code' in value && 'params' in value;
}

function issuesOf(messages: Messages, options: ValidationErrorOptions): ValidationIssue[] {
  const list = Array.isArray(messages) ? messages : [messages];
  return list.map((item: string | ValidationIssue) =>
    typeof item === 'string'
      ? { message: item, code: options.code ?? 'invalid', params: options.params ?? {} }
      : item,
  );
}
