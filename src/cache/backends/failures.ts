import { isUptempoError } from '../../core/index.ts';
import { cacheError } from '../errors.ts';

/** The backend cannot be reached; it may work again later. */
export function unavailable(what: string, cause: unknown) {
  return cacheError('cache.backend.unavailable', `${what}: ${messageOf(cause)}`, {
    hint: "Check that it runs and can be reached; onFailure: 'miss' lets the site work without it.",
    cause,
  });
}

/** The backend is there and says no. */
export function refused(what: string, cause: unknown) {
  return cacheError('cache.backend.refused', `${what}: ${messageOf(cause)}`, { cause });
}

/** Whether trying again later may help, and trying at once does not. */
export function isUnavailable(error: unknown): boolean {
  return isUptempoError(error, 'cache.backend.unavailable');
}

export function isRefusal(error: unknown): boolean {
  return isUptempoError(error, 'cache.backend.refused');
}

function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // Several addresses of one host fail together, and then the message is in the parts.
  const parts = cause instanceof AggregateError ? cause.errors.map(messageOf) : [];
  return cause.message || parts.join('; ') || cause.name;
}
