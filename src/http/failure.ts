import { STATUS_CODES } from 'node:http';
import { isUptempoError, type UptempoError } from '../core/index.ts';

/** What a failed request is answered with, before anybody decides how it is shown. */
export interface Failure {
  /** 400 to 599. */
  readonly status: number;
  /** `Not Found`. */
  readonly title: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly error: unknown;
}

const SERVER_ERROR = 'http.server.error';

/** Codes of Fastify's own refusals that have a name of ours. */
const CODES_OF_FASTIFY: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'http.body.too_large',
};

/** Reads what was thrown: a coded error, one of Fastify's refusals (4xx), or anything else (500). */
export function describeFailure(error: unknown): Failure {
  if (isUptempoError(error)) return fromUptempoError(error);
  const { statusCode, code } = propertiesOf(error);
  const claimed = Number(statusCode);
  if (!isErrorStatus(claimed)) return failure(500, SERVER_ERROR, messageOf(error), error);
  const name = typeof code === 'string' ? code : undefined;
  const fallback = claimed < 500 ? 'http.request.refused' : SERVER_ERROR;
  const ours = name === undefined ? fallback : (CODES_OF_FASTIFY[name] ?? name);
  return failure(claimed, ours, messageOf(error), error);
}

/** What a client may see of it in production: of a server error nothing but that it is one. */
export function publicFailure(failed: Failure): Failure {
  if (failed.status < 500) return failed;
  return failure(failed.status, SERVER_ERROR, 'Something went wrong on the server.', failed.error);
}

function fromUptempoError(error: UptempoError): Failure {
  const status = isErrorStatus(error.status) ? error.status : 500;
  return { ...failure(status, error.code, error.message, error), hint: error.hint };
}

function failure(status: number, code: string, message: string, error: unknown): Failure {
  const title = STATUS_CODES[status] ?? (status < 500 ? 'Bad Request' : 'Server Error');
  return { status, title, code, message, hint: undefined, error };
}

function isErrorStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 400 && status <= 599;
}

function propertiesOf(error: unknown): Readonly<Record<string, unknown>> {
  return typeof error === 'object' && error !== null
    ? (error as Readonly<Record<string, unknown>>)
    : {};
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return `A value that is no Error was thrown: ${String(error)}`;
}
