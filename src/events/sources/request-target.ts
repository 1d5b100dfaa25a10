/** Where a request goes, with nothing in it that lets somebody act as its sender. */
export interface PlainTarget {
  /** `https://api.example.org:8443`. */
  readonly host: string;
  /** `/rates`, without the query. */
  readonly path: string;
}

const MASK = '…';

/** Characters kept of a path. */
const MAX_LENGTH = 200;

/**
 * Leaves out user, password and query, and masks the parts of a path that look like keys: those of
 * webhooks and bots have them there.
 */
export function plainTarget(origin: string, path: string): PlainTarget {
  const [bare = ''] = path.split(/[?#]/, 1);
  const masked = bare
    .split('/')
    .map((part) => (looksLikeKey(part) ? MASK : part))
    .join('/');
  return {
    host: origin.replace(/^(?<scheme>\w+:\/\/)[^/@]*@/, '$<scheme>'),
    path: masked.length > MAX_LENGTH ? `${masked.slice(0, MAX_LENGTH)}${MASK}` : masked,
  };
}

/** Long, with letters and digits in it; slugs and UUIDs, which have hyphens, are none. */
function looksLikeKey(part: string): boolean {
  const isSlug = /^[a-z0-9]+(?:-[a-z0-9]+)+(?:\.[a-z0-9]+)?$/.test(part);
  return part.length >= 20 && /\d/.test(part) && /[a-z]/i.test(part) && !isSlug;
}
