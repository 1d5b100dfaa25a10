import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OpenService, services } from '../../scripts/services/index.ts';

/** Where test files find the services that one of them asked for first. */
export const SERVICE_HOST = 'UPTEMPO_SERVICE_HOST';

/**
 * Vitest runs this once around all test files. A server that several files need is started when
 * the first of them asks, serves all of them, and is stopped at the end; who runs one file that
 * needs none waits for none.
 */
export async function setup(): Promise<() => Promise<void>> {
  const opened = new Map<string, Promise<OpenService | undefined>>();
  const host = createServer(async ({ url }, response) => {
    const service = services.find(({ name }) => url === `/${name}`);
    if (service === undefined) return response.writeHead(404).end();
    const opening = opened.get(service.name) ?? service.open();
    opened.set(service.name, opening);
    try {
      const open = await opening;
      response.writeHead(open === undefined ? 404 : 200).end(open?.value);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await once(host.listen(0, '127.0.0.1'), 'listening');
  process.env[SERVICE_HOST] = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  return async () => {
    host.close();
    host.closeAllConnections();
    for (const opening of opened.values()) await (await opening.catch(() => undefined))?.close();
  };
}

/** The value of a service of the run; undefined when there is none. @throws Error if it fails */
export async function askServiceHost(name: string): Promise<string | undefined> {
  const response = await fetch(`${process.env[SERVICE_HOST]}/${name}`);
  if (response.status === 404) return undefined;
  const text = await response.text();
  if (response.ok) return text;
  throw new Error(text);
}
