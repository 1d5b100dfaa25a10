import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  atomic,
  char,
  connect,
  createTables,
  database,
  disconnect,
  integer,
  model,
} from '../../../src/orm/index.ts';
import { site } from './site.ts';

const Movie = model('Movie', {
  title: char({ maxLength: 100 }),
  votes: integer({ default: 0 }),
});
const Note = model('Note', { text: char({ maxLength: 100 }) });

beforeAll(async () => {
  connect({ default: 'sqlite::memory:' });
  await createTables();
});
afterAll(() => disconnect());

/** A site with a list of all films and a page for each, both kept until they change. */
async function cinema() {
  await Movie.objects.all().delete();
  const [jaws, duel] = await Movie.objects.bulkCreate([{ title: 'Jaws' }, { title: 'Duel' }]);
  const { page, get, runs } = site();
  page('/movies', { until: 'changed' }, async () => {
    const movies = await Movie.objects.orderBy('id');
    return movies.map(({ title, votes }) => `${title} ${votes}`).join(', ');
  });
  page('/movies/:id', { until: 'changed' }, async (request) => {
    const { id } = request.params as { id: string };
    return (await Movie.objects.get({ id: Number(id) })).title;
  });
  return { get, runs, jaws: jaws!, duel: duel! };
}

describe("until: 'changed'", () => {
  test('a page is kept until a row that it shows changes, and no answer is old', async () => {
    const { get, runs, jaws } = await cinema();
    expect((await get('/movies')).body).toBe('Jaws 0, Duel 0');
    expect((await get('/movies')).headers).toHaveProperty('age');
    await Note.objects.create({ text: 'nothing to do with it' });
    expect((await get('/movies')).headers).toHaveProperty('age');
    await Movie.objects.filter({ id: jaws.id }).update({ votes: 7 });
    expect((await get('/movies')).body).toBe('Jaws 7, Duel 0');
    await Movie.objects.create({ title: 'Hook' });
    expect((await get('/movies')).body).toBe('Jaws 7, Duel 0, Hook 0');
    expect(runs.get('/movies')).toBe(3);
  });

  test('a page of one row stays when another changes', async () => {
    const { get, runs, jaws, duel } = await cinema();
    const path = `/movies/${jaws.id}`;
    expect((await get(path)).body).toBe('Jaws');
    await Movie.objects.filter({ id: duel.id }).update({ title: 'The Duel' });
    expect((await get(path)).headers).toHaveProperty('age');
    await Movie.objects.filter({ id: jaws.id }).update({ title: 'Jaws 2' });
    expect((await get(path)).body).toBe('Jaws 2');
    expect(runs.get('/movies/:id')).toBe(2);
  });

  test('browsers ask each time, and are told by 304 that nothing has changed', async () => {
    const { get, runs, jaws } = await cinema();
    const { headers } = await get('/movies');
    expect(headers['cache-control']).toBe('max-age=0, must-revalidate');
    const conditions = { 'if-none-match': headers.etag! };
    expect((await get('/movies', conditions)).status).toBe(304);
    await Movie.objects.filter({ id: jaws.id }).update({ votes: 8 });
    expect((await get('/movies', conditions)).body).toBe('Jaws 8, Duel 0');
    expect(runs.get('/movies')).toBe(2);
  });

  test('what is read and what is written at once never leaves an old page behind', async () => {
    const { get, jaws } = await cinema();
    for (let votes = 1; votes <= 30; votes += 1) {
      const reading = Promise.all([get('/movies'), get('/movies')]);
      await Movie.objects.filter({ id: jaws.id }).update({ votes });
      expect((await get('/movies')).body).toBe(`Jaws ${votes}, Duel 0`);
      await reading;
      expect((await get('/movies')).body).toBe(`Jaws ${votes}, Duel 0`);
    }
  });

  test('a page made inside of a transaction that has written is not kept', async () => {
    await Movie.objects.all().delete();
    const { page, get, runs } = site();
    page('/', { until: 'changed' }, () =>
      atomic(async () => {
        await Movie.objects.create({ title: 'Hook' });
        return String(await Movie.objects.count());
      }),
    );
    expect((await get('/')).body).toBe('1');
    expect((await get('/')).body).toBe('2');
    const both = await Promise.all([get('/'), get('/')]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(runs.get('/')).toBe(4);
  });

  test('what raw SQL reads without a name of its tables is kept for the time of untracked', async () => {
    const { page, get, runs } = site();
    page('/short', { until: 'changed', untracked: 0 }, async () =>
      JSON.stringify(await database().raw('SELECT 1 AS one')),
    );
    for (let i = 0; i < 2; i += 1) await get('/short');
    expect(runs.get('/short')).toBe(2);
  });
});
