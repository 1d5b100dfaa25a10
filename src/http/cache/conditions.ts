import type { IncomingHttpHeaders } from 'node:http';

/** What a request asks to be told by 304 that it has already. */
export interface Conditions {
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
}

/** By what an answer can be compared with one that a browser has. */
export interface Validators {
  readonly etag: string | undefined;
  /** As the header writes it. */
  readonly lastModified: string | undefined;
}

const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;

/** A list of tags and nothing else; what is malformed matches nothing. */
const TAG_LIST = /^\s*(?:,\s*)*(?:W\/)?"[^"]*"(?:\s*,\s*(?:(?:W\/)?"[^"]*")?)*\s*$/;

export function conditionsOf(headers: IncomingHttpHeaders): Conditions | undefined {
  const ifNoneMatch = headers['if-none-match'];
  const ifModifiedSince = headers['if-modified-since'];
  if (ifNoneMatch === undefined && ifModifiedSince === undefined) return undefined;
  return { ifNoneMatch, ifModifiedSince };
}

/**
 * Whether the browser has the answer already (RFC 9110, 13.2.2). Tags are compared weakly; a date
 * counts only where no tag was sent.
 */
export function isUnchanged(conditions: Conditions | undefined, validators: Validators): boolean {
  if (conditions === undefined) return false;
  const { ifNoneMatch, ifModifiedSince } = conditions;
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, validators.etag);
  const sinceMs = httpDateMs(ifModifiedSince);
  const modifiedMs = httpDateMs(validators.lastModified);
  return sinceMs !== undefined && modifiedMs !== undefined && modifiedMs <= sinceMs;
}

/** A date as HTTP writes it; undefined for anything else that `Date` would take. */
export function httpDateMs(text: string | undefined): number | undefined {
  if (text === undefined || !/^[A-Z][a-z]+,? .+(?: GMT| \d{4})$/.test(text)) return undefined;
  // The oldest of the three forms, asctime's, has no zone and means this one.
  const milliseconds = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function matches(list: string, etag: string | undefined): boolean {
  if (list.trim() === '*') return true;
  if (etag === undefined || !TAG_LIST.test(list)) return false;
  const wanted = opaque(etag);
  return (list.match(ENTITY_TAG) ?? []).some((tag) => opaque(tag) === wanted);
}

function opaque(etag: string): string {
  return etag.startsWith('W/') ? etag.slice(2) : etag;
}
