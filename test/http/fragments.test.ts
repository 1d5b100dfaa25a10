import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectCaches, disconnectCaches } from '../../src/cache/index.ts';
import { type CacheEvent, cacheChannel } from '../../src/events/index.ts';
import { createApp } from '../../src/http/index.ts';
import { char, connect, createTables, disconnect, model } from '../../src/orm/index.ts';

const Movie = model('Movie', { title: char({ maxLength: 100 }) });

beforeAll(async () => {
  connect({ default: 'sqlite::memory:' });
  await createTables();
});
afterAll(() => disconnect());

function site(page: string) {
  const app = createApp({
    allowedHosts: ['localhost'],
    templates: { templates: { 'page.html': `{% load cache %}${page}` } },
  });
  onTestFinished(async () => {
    await app.close();
    await disconnectCaches();
  });
  app.get('/', (_request, reply) =>
    reply.render('page.html', { movies: Movie.objects.orderBy('id') }),
  );
  return async () => (await app.inject('/')).body;
}

describe('{% cache %} in an app', () => {
  test('keeps in the cache of the settings, and says so in events', async () => {
    const events: CacheEvent[] = [];
    onTestFinished(cacheChannel.subscribe((event) => void events.push(event)));
    const get = site('{% cache 100 list %}{{ movies|length }}{% endcache %}');
    await Movie.objects.all().delete();
    expect(await get()).toBe('0');
    await Movie.objects.create({ title: 'Jaws' });
    expect(await get()).toBe('0');
    expect(events.map(({ cache, operation, hits }) => [cache, operation, hits])).toEqual([
      ['default', 'getOrSet', 0],
      ['default', 'getOrSet', 1],
    ]);
    expect(events[0]!.keys[0]).toMatch(/^template\.cache\.list\./);
    expect(events[0]!.context).toBeDefined();
  });

  test('has a cache of its own where the settings name one', async () => {
    connectCaches({ default: 'dummy:', template_fragments: 'memory:', off: 'dummy:' });
    const get = site(
      '{% cache 9 a %}{{ movies|length }}{% endcache %} {% cache 9 a using="off" %}{{ movies|length }}{% endcache %}',
    );
    await Movie.objects.all().delete();
    expect(await get()).toBe('0 0');
    await Movie.objects.create({ title: 'Jaws' });
    expect(await get()).toBe('0 1');
  });

  test('until_changed renders anew when a row changes, and only then', async () => {
    const get = site(
      '{% cache until_changed list %}{% for m in movies %}{{ m.title }},{% endfor %}{% endcache %}',
    );
    await Movie.objects.all().delete();
    const jaws = await Movie.objects.create({ title: 'Jaws' });
    for (let i = 0; i < 3; i += 1) expect(await get()).toBe('Jaws,');
    for (const title of ['Jaws 2', 'Jaws 3', 'Jaws 4']) {
      await Movie.objects.filter({ id: jaws.id }).update({ title });
      for (let i = 0; i < 2; i += 1) expect(await get()).toBe(`${title},`);
    }
  });
});
