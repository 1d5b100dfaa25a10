import {
  checkOptions,
  isUptempoError,
  listChoices,
  type OptionKind,
  option,
} from '../core/index.ts';
import type { Request } from '../http/index.ts';
import { profilingError } from './errors.ts';
import { FORMATS, type ProfileFormat } from './formats.ts';
import type { ProfileRequest } from './profile-taker.ts';

/** Seconds of a profile where nothing is said. */
const DEFAULT_SECONDS = 10;

/** What the body of `POST profiles` or the query of `GET profile` asks for. */
export interface AskedProfile extends ProfileRequest {
  readonly route: string | undefined;
}

/**
 * Reads what is asked for: `seconds`, `intervalMs`, and of a query `route` and `format`.
 *
 * @throws profiling.request.invalid
 */
export function readProfileRequest(written: unknown, maxSeconds: number): ProfileRequest {
  const { seconds = DEFAULT_SECONDS, intervalMs = 1 } = checked(written ?? {}, {
    seconds: numberBetween(0.1, maxSeconds),
    intervalMs: numberBetween(0.1, 100),
  });
  return { seconds: Number(seconds), samplingIntervalMs: Number(intervalMs) };
}

/** The same from the query of a request, where numbers are texts. */
export function readProfileQuery(request: Request, maxSeconds: number): ProfileRequest {
  const { format: _format, route: _route, ...rest } = queryOf(request);
  const numbers = Object.entries(rest).map(([name, text]) => [
    name,
    text === '' ? NaN : Number(text),
  ]);
  return readProfileRequest(Object.fromEntries(numbers), maxSeconds);
}

/** @throws profiling.request.invalid */
export function readRoute(request: Request): string | undefined {
  return queryOf(request).route;
}

/** @throws profiling.request.invalid */
export function readFormat(name: string): ProfileFormat {
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format !== undefined) return format;
  throw profilingError('profiling.request.invalid', 'There is no such format of a profile.', {
    hint: listChoices(Object.keys(FORMATS)),
  });
}

/** @throws profiling.request.invalid when a parameter is not known or stands there twice. */
export function queryOf(request: Request): Readonly<Record<string, string>> {
  const kinds = {
    seconds: option.string,
    intervalMs: option.string,
    format: option.string,
    route: option.string,
  };
  return checked(request.query ?? {}, kinds) as Readonly<Record<string, string>>;
}

function checked(
  written: unknown,
  kinds: Readonly<Record<string, OptionKind>>,
): Readonly<Record<string, unknown>> {
  try {
    return checkOptions('A profile', written as Readonly<Record<string, unknown>>, kinds);
  } catch (error) {
    if (!isUptempoError(error)) throw error;
    const { message, hint } = error;
    throw profilingError('profiling.request.invalid', message, hint === undefined ? {} : { hint });
  }
}

function numberBetween(min: number, max: number): OptionKind<number> {
  return {
    expected: `a number from ${min} to ${max}`,
    accepts: (value): value is number => typeof value === 'number' && value >= min && value <= max,
  };
}
