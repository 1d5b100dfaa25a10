import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connect, createTables, disconnect, Exists, OuterRef } from '../../../src/orm/index.ts';
import { addMovies, connectCinemaOn, Director, Movie } from '../../support/cinema.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { temporaryFolder } from '../../support/files.ts';
import { statementsOf } from '../../support/queries.ts';

test('routers say where a QuerySet reads, using() has the last word', async () => {
  const folder = temporaryFolder();
  const urls = {
    default: `sqlite:${join(folder, 'a.sqlite')}`,
    replica: `sqlite:${join(folder, 'b.sqlite')}`,
  };
  connect(urls, { routers: [{ dbForRead: () => 'replica', dbForWrite: () => 'default' }] });
  onTestFinished(() => disconnect());
  await createTables();
  await createTables({ using: 'replica' });
  const where = async (work: () => PromiseLike<unknown>) =>
    (await statementsOf(work)).map(({ database }) => database);
  expect(await where(() => Movie.objects.all())).toEqual(['replica']);
  expect(await where(() => Movie.objects.count())).toEqual(['replica']);
  expect(await where(() => Movie.objects.using('default').exists())).toEqual(['default']);
  expect(await where(() => Director.objects.prefetchRelated('movies'))).toEqual(['replica']);
  const kubrick = await Director.objects.create({ name: 'Stanley Kubrick' });
  expect(
    new Set(
      await where(async () => {
        const movie = await Movie.objects.create({ title: 'Jaws', director: kubrick });
        movie.votes = 3;
        await movie.save();
        await kubrick.movies.create({ title: 'Lincoln' });
        await Movie.objects.getOrCreate({ title: 'Jaws', director: kubrick });
        await Movie.objects.filter({ votes: 3 }).update({ votes: 4 });
        await kubrick.delete();
      }),
    ),
  ).toEqual(new Set(['default']));
  const inner = Movie.objects.using('default').filter({ director: OuterRef('pk') });
  expect(await codeOf(() => Director.objects.using('replica').filter(Exists(inner)))).toBe(
    'orm.query.database',
  );
});

describeEachDatabase('how rows are read', (kind) => {
  test('in another thread on request', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const movies = Movie.objects.offThread().selectRelated('director').orderBy('title');
    expect((await movies).map(({ title }) => title)).toEqual([
      'Barry Lyndon',
      'Jaws',
      'Lincoln',
      'The Shining',
    ]);
    expect(await movies.count()).toBe(4);
  });

  test('until a signal is aborted', async () => {
    await connectCinemaOn(kind);
    const aborted = Movie.objects.abortWith(AbortSignal.abort());
    expect(await codeOf(() => aborted.all())).toBe('db.query.cancelled');
    expect(await Movie.objects.abortWith(new AbortController().signal)).toEqual([]);
  });
});
