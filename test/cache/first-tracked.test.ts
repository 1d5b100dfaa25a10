import { expect, onTestFinished, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { createRequestContext, runInContext } from '../../src/events/index.ts';
import { addMovies, connectCinemaOn, Movie } from '../support/cinema.ts';

// In a file, and so a process, of its own: nothing has asked for dependencies before.
test('the first value of a process that depends on rows is not kept blindly', async () => {
  await connectCinemaOn('sqlite');
  const { jaws } = await addMovies();
  const cache = createCache();
  onTestFinished(() => cache.close());
  let computed = 0;
  const votes = () =>
    cache.getOrSet('votes', { until: 'changed', untracked: '1h' }, async () => {
      computed += 1;
      return (await Movie.objects.get({ id: jaws.id })).votes;
    });
  const visit = <T>(work: () => Promise<T>) => runInContext(createRequestContext(), work);
  expect(await visit(() => Promise.all([votes(), votes(), votes()]))).toEqual([7, 7, 7]);
  expect(computed).toBe(2);
  await Movie.objects.filter({ id: jaws.id }).update({ votes: 8 });
  expect(await visit(votes)).toBe(8);
  expect([await visit(votes), computed]).toEqual([8, 3]);
  await Movie.objects.filter({ id: jaws.id }).update({ votes: 9 });
  expect(await visit(votes)).toBe(9);
});
