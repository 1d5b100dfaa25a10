import { rejects, strictEqual } from 'node:assert/strict';
import { Duration } from '../../core/index.ts';
import { cacheCase, until } from './harness.ts';

/** The shortest that every backend measures; what is asserted is only that it ends. */
const SHORT = '1s';

/** Long enough for the next call to come in time on a busy machine. */
const BRIEF = '4s';

const isGone = async (has: Promise<boolean>) => !(await has);

export const timeoutCases = [
  cacheCase('an entry ends with its timeout', async ({ open }) => {
    const cache = await open();
    await cache.set('short', 1, SHORT);
    await cache.set('long', 2, '1h');
    await cache.set('endless', 3, null);
    await until(() => isGone(cache.has('short')));
    strictEqual(await cache.get('short', 'gone'), 'gone');
    strictEqual(await cache.get('long'), 2);
    strictEqual(await cache.get('endless'), 3);
  }),

  cacheCase('the timeout of the cache counts where a call has none', async ({ open }) => {
    const cache = await open({ timeout: SHORT });
    await cache.set('value', 1);
    await cache.add('added', 1);
    await cache.setMany({ many: 1 });
    await until(async () => (await cache.getMany(['value', 'added', 'many'])).size === 0);
  }),

  cacheCase('a timeout of 0 stores nothing and deletes what is there', async ({ open }) => {
    const cache = await open();
    await cache.set('value', 'old');
    await cache.set('value', 'new', 0);
    strictEqual(await cache.has('value'), false);
    strictEqual(await cache.add('value', 1, 0), true);
    strictEqual(await cache.has('value'), false);
  }),

  cacheCase('what has ended can be added again', async ({ open }) => {
    const cache = await open();
    await cache.set('value', 'old', SHORT);
    await until(() => cache.add('value', 'new'));
    strictEqual(await cache.get('value'), 'new');
  }),

  cacheCase('touch gives an entry a new timeout', async ({ open }) => {
    const cache = await open();
    await cache.set('value', { title: 'Ran' }, BRIEF);
    await cache.set('other', 1, BRIEF);
    strictEqual(await cache.touch('value', '1h'), true);
    await until(() => isGone(cache.has('other')));
    strictEqual(await cache.has('value'), true);
    strictEqual(await cache.touch('value', SHORT), true);
    await until(() => isGone(cache.has('value')));
    strictEqual(await cache.touch('value', '1h'), false);
  }),

  cacheCase('touch with null keeps an entry for ever, with 0 deletes it', async ({ open }) => {
    const cache = await open();
    await cache.set('value', 1, BRIEF);
    await cache.set('other', 1, BRIEF);
    strictEqual(await cache.touch('value', null), true);
    await until(() => isGone(cache.has('other')));
    strictEqual(await cache.get('value'), 1);
    strictEqual(await cache.touch('value', 0), true);
    strictEqual(await cache.has('value'), false);
  }),

  cacheCase('timeouts of more than a month are no dates', async ({ open }) => {
    const cache = await open();
    await cache.set('value', 1, '31d');
    await cache.set('years', 2, '5000d');
    strictEqual(await cache.get('value'), 1);
    strictEqual(await cache.touch('value', '90d'), true);
    strictEqual(await cache.get('value'), 1);
    strictEqual(await cache.get('years'), 2);
  }),

  cacheCase('timeouts can be written in many ways', async ({ open }) => {
    const cache = await open();
    for (const timeout of [60.5, '15m', '1h 30m', '1.5d', 'PT15M', new Duration({ hours: 1 })]) {
      await cache.set('value', String(timeout), { timeout });
      strictEqual(await cache.get('value', 'ended'), String(timeout));
      await cache.set('value', 1, { timeout: '1h' });
    }
  }),

  cacheCase('what is no timeout is refused', async ({ open }) => {
    const cache = await open();
    await cache.set('value', 'kept');
    for (const timeout of [-1, Number.NaN, Infinity, '15', 'soon', '-5m', '1e9d', '']) {
      await rejects(
        cache.set('value', 1, timeout),
        { code: 'cache.timeout.invalid' },
        String(timeout),
      );
      await rejects(cache.touch('value', timeout), { code: 'cache.timeout.invalid' });
    }
    strictEqual(await cache.get('value'), 'kept');
  }),
];
