import { cacheError } from '../../errors.ts';

/** What the address of one or several Redis servers says. */
export interface RedisAddress {
  readonly isTls: boolean;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
}

const PATTERN =
  /^(?<scheme>rediss?):\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?#@]+)(?:\/(?<database>\d{1,4})?)?$/;
const HOST = /^(?<host>\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::(?<port>\d{1,5}))?$/;

/**
 * `redis://user:password@host:6379/0`; `rediss` for TLS; several hosts, with commas, of a cluster or
 * of sentinels.
 *
 * @throws cache.url.invalid, which shows nothing of a password.
 */
export function parseRedisAddress(url: string, where: string, defaultPort = 6379): RedisAddress {
  const groups = PATTERN.exec(url)?.groups;
  const nodes = groups?.hosts?.split(',').map((host) => nodeOf(host, defaultPort));
  if (groups === undefined || nodes === undefined || nodes.includes(undefined)) {
    throw cacheError('cache.url.invalid', `${where}: the address of Redis cannot be read.`, {
      hint: 'Write redis://127.0.0.1:6379/0, with user:password@ before the host if there is one; escape special characters as in URLs.',
    });
  }
  return {
    isTls: groups.scheme === 'rediss',
    nodes: nodes as RedisAddress['nodes'],
    username: decoded(groups.user),
    password: decoded(groups.password),
    database: Number(groups.database ?? 0),
  };
}

function nodeOf(text: string, defaultPort: number) {
  const groups = HOST.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const port = Number(groups.port ?? defaultPort);
  return port > 65_535 ? undefined : { host: groups.host!.replace(/^\[|\]$/g, ''), port };
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
