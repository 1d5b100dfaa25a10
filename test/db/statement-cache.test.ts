import { beforeEach, expect, test } from 'vitest';
import { database } from '../../src/db/index.ts';
import { connectCinema, Genre } from '../support/cinema.ts';

beforeEach(async () => {
  await connectCinema();
  const names = Array.from({ length: 20 }, (_, index) => ({ name: `Genre ${index + 10}` }));
  await Genre.objects.bulkCreate(names);
});

const from = (offset: number) => Genre.objects.slice(offset, offset + 1);

test('more statements than are kept give right rows, the first ones again too', async () => {
  for (let offset = 0; offset < 2_500; offset++) {
    expect(await from(offset).then((rows) => rows.length)).toBe(offset < 20 ? 1 : 0);
  }
  for (let offset = 0; offset < 20; offset++) {
    expect((await from(offset))[0]?.name).toBe(`Genre ${offset + 10}`);
  }
});

test('a kept statement gives right rows after the table has changed', async () => {
  const all = () => Genre.objects.only('name').count();
  expect(await all()).toBe(20);
  await database().raw('ALTER TABLE genre ADD COLUMN added TEXT');
  await database().raw(`INSERT INTO genre (name) VALUES ('New')`);
  expect(await all()).toBe(21);
  expect((await Genre.objects.get({ name: 'New' })).id).toBe(21);
});

test('running one while its rows are being read elsewhere disturbs neither', async () => {
  const [one, other] = await Promise.all([
    Genre.objects.filter({ name__startswith: 'Genre 1' }),
    Genre.objects.filter({ name__startswith: 'Genre 2' }),
  ]);
  expect([one.length, other.length]).toEqual([10, 10]);
});
