import { cacheError } from '../../errors.ts';

export interface MemcachedServer {
  readonly host: string;
  readonly port: number;
}

const HOST = /^(?<host>\[[0-9a-fA-F:.]+\]|[^:[\]/@?#]+)(?::(?<port>\d{1,5}))?$/;

/** `memcached://10.0.0.1:11211,10.0.0.2`. @throws cache.url.invalid */
export function parseMemcachedAddress(url: string, where: string): readonly MemcachedServer[] {
  const servers = url
    .replace(/^memcached:\/\//, '')
    .replace(/\/$/, '')
    .split(',')
    .map((text) => serverOf(text.trim()));
  if (servers.every((server) => server !== undefined)) return servers;
  throw cacheError('cache.url.invalid', `${where}: the address of Memcached cannot be read.`, {
    hint: 'Write memcached://127.0.0.1:11211, several servers with commas between them.',
  });
}

function serverOf(text: string): MemcachedServer | undefined {
  const groups = HOST.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const port = Number(groups.port ?? 11_211);
  return port > 65_535 ? undefined : { host: groups.host!.replace(/^\[|\]$/g, ''), port };
}
