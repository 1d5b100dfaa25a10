import { beforeEach, expect, test } from 'vitest';
import { char, createTables, foreignKey, hasMany, integer, model } from '../../src/orm/index.ts';
import { connectCinema } from '../support/cinema.ts';
import { codeOf } from '../support/failures.ts';
import { countQueries } from '../support/queries.ts';

const Shelf = model('Shelf', {
  name: char({ maxLength: 9 }),
  get tapes() {
    return hasMany(() => Tape, 'shelf');
  },
});

const Tape = model(
  'Tape',
  {
    title: char({ maxLength: 9 }),
    plays: integer({ default: 0 }),
    isLost: integer({ default: 0 }),
    get shelf() {
      return foreignKey(() => Shelf, { onDelete: 'cascade' });
    },
  },
  { ordering: ['title'] },
)
  .withMethods({
    isPopular() {
      return this.plays > 10;
    },
  })
  .withManagers({
    objects() {
      return this.filter({ isLost: 0 });
    },
    everything() {
      return this.all();
    },
    popular() {
      return this.filter({ plays__gt: 10 }).orderBy('-plays');
    },
  });

beforeEach(async () => {
  await connectCinema();
  await createTables();
  const shelf = await Shelf.objects.create({ name: 'A' });
  await Tape.objects.bulkCreate([
    { title: 'Jaws', plays: 20, shelf },
    { title: 'M', plays: 30, shelf },
    { title: 'Ran', shelf },
    { title: 'Lost', isLost: 1, shelf },
  ]);
});

const titles = async (query: PromiseLike<{ readonly title: string }[]>) =>
  (await query).map(({ title }) => title);

test('a manager is a QuerySet to begin with', async () => {
  expect(await titles(Tape.popular)).toEqual(['M', 'Jaws']);
  expect(await titles(Tape.popular.filter({ title: 'M' }).exclude({ plays: 1 }))).toEqual(['M']);
  const [first] = await Tape.popular;
  expect(first?.isPopular()).toBe(true);
});

test('objects may begin with less than all rows', async () => {
  expect(await titles(Tape.objects.all())).toEqual(['Jaws', 'M', 'Ran']);
  expect(await Tape.everything.count()).toBe(4);
});

test('relations and rows see all rows', async () => {
  const shelf = await Shelf.objects.get();
  expect(await shelf.tapes.count()).toBe(4);
  const lost = await Tape.everything.get({ title: 'Lost' });
  lost.plays = 1;
  await lost.save();
  await lost.refreshFromDb();
  expect(lost.plays).toBe(1);
});

test('a manager keeps no rows: each use asks anew', async () => {
  expect(
    await countQueries(async () => {
      await Tape.popular;
      await Tape.popular;
    }),
  ).toBe(2);
});

test('a manager has a name of its own', async () => {
  const faulty = () => Shelf.withManagers({ shape: () => Shelf.objects });
  expect(await codeOf(faulty)).toBe('orm.model.invalid');
});
