import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import { redis } from '../../scripts/services/index.ts';
import {
  createRequestContext,
  runInContext,
  type SpanEvent,
  spanChannel,
} from '../../src/events/index.ts';
import { expressToolbar } from '../../src/toolbar/index.ts';
import { describeWith, requireService } from '../support/services.ts';

describeWith(redis, 'commands of the package redis', () => {
  test('are spans of the request that sent them, without their values', async () => {
    const toolbar = expressToolbar();
    onTestFinished(() => toolbar.close());
    const client = createClient({ url: await requireService(redis) });
    await client.connect();
    onTestFinished(() => client.destroy());
    const spans: SpanEvent[] = [];
    onTestFinished(spanChannel.subscribe((span) => spans.push(span)));
    const context = createRequestContext();
    await runInContext(context, async () => {
      await client.set('uptempo-test:seat', 's3cret');
      await client.incr('uptempo-test:seat').catch(() => {});
      await client.del('uptempo-test:seat');
    });
    await expect
      .poll(() => spans.map(({ name }) => name))
      .toEqual(['redis SET', 'redis INCR', 'redis DEL']);
    expect(spans.every((span) => span.context === context)).toBe(true);
    expect(String(spans[1]?.error)).toContain('not an integer');
    expect(JSON.stringify(spans)).not.toContain('s3cret');
    expect(spans[0]?.site?.location?.file).toContain('redis-spans.test.ts');
  });
});
