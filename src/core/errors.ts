/** One row of a folder's error table: what the code means and the HTTP status it becomes. */
export interface ErrorDeclaration {
  /** One sentence for the reference page: when this code is raised. */
  readonly summary: string;
  /** Status of the response when the error reaches the HTTP layer uncaught. Default 500. */
  readonly status?: number;
}

export interface ErrorOptions {
  /** What to do about it, in one or two sentences. */
  readonly hint?: string;
  /** Machine-readable facts. Never secrets, never parameter values. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The one error class of the framework; `code` is stable and listed in docs/reference/errors.md. */
export class UptempoError<Code extends string = string> extends Error {
  override readonly name = 'UptempoError';
  readonly code: Code;
  readonly status: number;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: Code, message: string, status: number, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = status;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }

  toJSON(): Record<string, unknown> {
    const { code, message, hint, details } = this;
    return { code, message, ...(hint === undefined ? {} : { hint }), details };
  }
}

/** Raises the error of one declared code. */
export type ErrorFactory<Code extends string> = (
  code: Code,
  message: string,
  options?: ErrorOptions,
) => UptempoError<Code>;

const declared = new Map<string, ErrorDeclaration>();

/**
 * Declares a folder's error codes and returns the factory for them.
 *
 * ```ts
 * const ormError = declareErrors({ 'orm.field.unknown': { summary: '…' } });
 * throw ormError('orm.field.unknown', 'Movie has no field "titel".', { hint: '…' });
 * ```
 *
 * @throws Error when a code is declared twice; this is a mistake in the framework itself.
 */
export function declareErrors<const Table extends Readonly<Record<string, ErrorDeclaration>>>(
  table: Table,
): ErrorFactory<keyof Table & string> {
  for (const [code, declaration] of Object.entries(table)) {
    if (declared.has(code)) throw new Error(`Error code ${code} is declared twice`);
    declared.set(code, declaration);
  }
  return function raise(code, message, options) {
    const error = new UptempoError(code, message, table[code]?.status ?? 500, options);
    // The stack starts where the error is raised from, not in here.
    Error.captureStackTrace(error, raise);
    return error;
  };
}

/** Every code declared by the folders loaded so far, for the reference page and its test. */
export function declaredErrors(): ReadonlyMap<string, ErrorDeclaration> {
  return declared;
}

/** Whether a value is an `UptempoError`, optionally of one code. */
export function isUptempoError<Code extends string>(
  value: unknown,
  code?: Code,
): value is UptempoError<Code> {
  return value instanceof UptempoError && (code === undefined || value.code === code);
}
