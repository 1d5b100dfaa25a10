import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { requestFinishChannel } from '../../src/events/index.ts';
import { requestEvents } from '../../src/http/index.ts';
import { Metrics } from '../../src/metrics/index.ts';

/** One of several processes of an application, which measure into one file. */
const file = process.argv[2]!;
const exactMs: number[] = [];
const metrics = await Metrics.open({ file, projectRoot: import.meta.dirname });
metrics.start();
requestFinishChannel.subscribe(({ durationMs }) => exactMs.push(durationMs));

const app = fastify();
await app.register(requestEvents);
app.get('/movies/:ms', async ({ params }) => {
  const until = performance.now() + Number((params as { readonly ms: string }).ms);
  while (performance.now() < until);
  return 'done';
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.on('message', async () => {
  await app.close();
  await metrics.stop();
  process.send!({ worker: metrics.worker, exactMs });
  process.disconnect!();
});
process.send!({ port: (app.server.address() as AddressInfo).port });
