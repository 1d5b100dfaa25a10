import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../src/http/index.ts';
import { page } from './film-page.ts';

/**
 * The page of `cached-page.ts` from an app whose answers nginx keeps (`UPTEMPO_NGINX` says which program),
 * in memory of its workers' pages: one worker, no log.
 */
const app = createApp({ allowedHosts: ['*'] });
app.get('/', (_request, reply) =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'max-age=900').send(page),
);
await app.listen({ host: '127.0.0.1', port: 0 });
const { port: appPort } = app.server.address() as AddressInfo;
const port = await freePort();
const folder = mkdtempSync(join(tmpdir(), 'uptempo-nginx-'));
for (const name of ['cache', 'body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'])
  mkdirSync(join(folder, name));
const configuration = join(folder, 'nginx.conf');
writeFileSync(
  configuration,
  `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr crit;
events { worker_connections 256; }
http {
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=pages:10m;
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://127.0.0.1:${appPort}; proxy_cache pages; }
  }
}`,
);
const nginx = spawn(process.env.UPTEMPO_NGINX!, ['-c', configuration, '-p', folder], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
await reachable();
process.once('disconnect', end);
process.once('SIGTERM', end);
process.send?.({ port });

function end(): void {
  nginx.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit();
  });
  nginx.kill();
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
}

async function reachable(): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await sleep(20);
  }
}
