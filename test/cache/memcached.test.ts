import { afterAll } from 'vitest';
import { memcached, type SmallServer, startMemcached } from '../../scripts/services/index.ts';
import { describeWith, requireService } from '../support/services.ts';
import { describeConformance } from './conformance.ts';

describeWith(memcached, 'Memcached', () => {
  let second: Promise<SmallServer> | undefined;
  afterAll(async () => (await second)?.close());

  describeConformance('memcached', async () => ({ url: await requireService(memcached) }));
  describeConformance('memcached, tiered', async () => ({
    url: await requireService(memcached),
    tiered: true,
  }));
  describeConformance('memcached, two servers', async () => {
    second ??= startMemcached();
    return { url: `${await requireService(memcached)},127.0.0.1:${(await second).port}` };
  });
});
