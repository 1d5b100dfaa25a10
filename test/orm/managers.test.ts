import { beforeEach, describe, expect, test } from 'vitest';
import {
  char,
  createTables,
  foreignKey,
  hasMany,
  hasOne,
  integer,
  manyToMany,
  manyToManyOf,
  model,
  oneToOne,
} from '../../src/orm/index.ts';
import { connectEmpty, describeEachDatabase } from '../support/databases.ts';
import { codeOf } from '../support/failures.ts';
import { countQueries } from '../support/queries.ts';

const Shelf = model('Shelf', {
  name: char({ maxLength: 9 }),
  get tapes() {
    return hasMany(() => Tape, 'shelf');
  },
});

const Label = model('Label', {
  name: char({ maxLength: 9 }),
  get tapes() {
    return manyToManyOf(() => Tape, 'labels');
  },
  get printedOn() {
    return hasOne(() => Tape, 'cover');
  },
});

const Tape = model(
  'Tape',
  {
    title: char({ maxLength: 9 }),
    plays: integer({ default: 0 }),
    isLost: integer({ default: 0 }),
    get shelf() {
      return foreignKey(() => Shelf, { onDelete: 'cascade', null: true });
    },
    get cover() {
      return oneToOne(() => Label, { onDelete: 'set null', null: true });
    },
    get labels() {
      return manyToMany(() => Label);
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

const titles = async (query: PromiseLike<readonly { readonly title: string }[]>) =>
  (await query).map(({ title }) => title);

describeEachDatabase('managers', (kind) => {
  beforeEach(async () => {
    await connectEmpty(kind);
    await createTables();
    const shelf = await Shelf.objects.create({ name: 'A' });
    const label = await Label.objects.create({ name: 'VHS' });
    await Tape.objects.bulkCreate([
      { title: 'Jaws', plays: 20, shelf },
      { title: 'M', plays: 30, shelf },
      { title: 'Ran', shelf },
      { title: 'Lost', isLost: 1, shelf, cover: label },
    ]);
    for (const tape of await Tape.everything) await tape.labels.add(label);
  });

  test('are QuerySets to begin with', async () => {
    expect(await titles(Tape.popular)).toEqual(['M', 'Jaws']);
    expect(await titles(Tape.popular.filter({ title: 'M' }).exclude({ plays: 1 }))).toEqual(['M']);
    const [first] = await Tape.popular;
    expect(first?.isPopular()).toBe(true);
  });

  test('keep no rows: each use asks anew', async () => {
    expect(
      await countQueries(async () => {
        await Tape.popular;
        await Tape.popular;
      }),
    ).toBe(2);
  });

  test('called objects may begin with less than all rows', async () => {
    expect(await titles(Tape.objects.all())).toEqual(['Jaws', 'M', 'Ran']);
    expect(await Tape.everything.count()).toBe(4);
  });

  describe('called objects', () => {
    test('are what relations to many begin with', async () => {
      const shelf = await Shelf.objects.get();
      expect(await shelf.tapes.count()).toBe(3);
      expect(await titles(shelf.tapes)).toEqual(['Jaws', 'M', 'Ran']);
      expect(await titles(shelf.tapes.filter({ plays: 0 }))).toEqual(['Ran']);
      const label = await Label.objects.get();
      expect(await titles(label.tapes.all())).toEqual(['Jaws', 'M', 'Ran']);
      expect(await titles(label.tapes.exclude({ title: 'M' }))).toEqual(['Jaws', 'Ran']);
    });

    test('also when these are prefetched', async () => {
      const [shelf] = await Shelf.objects.prefetchRelated('tapes');
      expect(shelf!.tapes.map(({ title }) => title)).toEqual(['Jaws', 'M', 'Ran']);
      const [label] = await Label.objects.prefetchRelated('tapes');
      expect(label!.tapes.map(({ title }) => title)).toEqual(['Jaws', 'M', 'Ran']);
    });

    test('are not asked for the one row that another refers to', async () => {
      const label = await Label.objects.get();
      expect((await label.printedOn.load())?.title).toBe('Lost');
      expect((await Label.objects.selectRelated('printedOn').get()).printedOn?.title).toBe('Lost');
      const [fetched] = await Label.objects.prefetchRelated('printedOn');
      expect(fetched!.printedOn?.title).toBe('Lost');
    });

    test('are not asked for conditions', async () => {
      expect(await Shelf.objects.filter({ tapes__isLost: 1 }).count()).toBe(1);
    });

    test('hide pairs from remove(), clear() and set()', async () => {
      const label = await Label.objects.get();
      const [jaws, lost] = await Tape.everything;
      await label.tapes.set([jaws!]);
      expect(await titles(Tape.everything.filter({ labels: label }))).toEqual(['Jaws', 'Lost']);
      await label.tapes.remove(jaws!, lost!);
      expect(await titles(Tape.everything.filter({ labels: label }))).toEqual(['Lost']);
      await label.tapes.add(jaws!);
      await label.tapes.clear();
      expect(await titles(Tape.everything.filter({ labels: label }))).toEqual(['Lost']);
      const shelf = await Shelf.objects.get();
      await shelf.tapes.clear();
      expect(await titles(Tape.everything.filter({ shelf }))).toEqual(['Lost']);
    });

    test('are not asked when a row is saved, read again or deleted with another', async () => {
      const lost = await Tape.everything.get({ title: 'Lost' });
      lost.plays = 1;
      await lost.save();
      await lost.refreshFromDb();
      expect(lost.plays).toBe(1);
      expect(await (await Shelf.objects.get()).delete()).toMatchObject({ byModel: { Tape: 4 } });
    });
  });
});

const Box = model('ManagerBox', {
  get items() {
    return hasMany(() => Item, 'box');
  },
});

const Item = model('ManagerItem', {
  weight: integer(),
  get box() {
    return foreignKey(() => Box, { onDelete: 'cascade' });
  },
  get parts() {
    return hasMany(() => Part, 'item');
  },
})
  .withQueryMethods({
    heavy() {
      return this.filter({ weight__gt: 5 });
    },
  })
  .withManagers({
    objects() {
      return this.heavy().orderBy('-weight').prefetchRelated('parts');
    },
  });

const Part = model('ManagerPart', {
  get item() {
    return foreignKey(() => Item, { onDelete: 'cascade' });
  },
});

const Cut = model('ManagerCut', {
  get box() {
    return foreignKey(() => Box, { onDelete: 'cascade' });
  },
}).withManagers({
  objects() {
    return this.all().slice(0, 1);
  },
});

const CutBox = model('ManagerCutBox', {
  get cuts() {
    return manyToMany(() => Cut);
  },
});

describe('a manager called objects', () => {
  test('may order and prefetch, for relations too', async () => {
    await connectEmpty('sqlite');
    await createTables();
    const [box] = await Box.objects.bulkCreate([{}, {}]);
    const items = await Item.objects.bulkCreate([6, 9, 1].map((weight) => ({ weight, box: box! })));
    await Part.objects.create({ item: items[0]! });
    const check = (loaded: readonly unknown[]) =>
      expect(JSON.parse(JSON.stringify(loaded))).toMatchObject([
        { weight: 9, parts: [] },
        { weight: 6, parts: [{ itemId: items[0]!.id }] },
      ]);
    const [prefetched] = await Box.objects.prefetchRelated('items');
    check(prefetched!.items);
    check(await (await Box.objects.first())!.items);
    expect(await countQueries(async () => (await Box.objects.first())!.items)).toBe(3);
  });

  test('cannot be a slice where relations need all rows', async () => {
    await connectEmpty('sqlite');
    await createTables();
    const box = await CutBox.objects.create({});
    expect(await codeOf(() => box.cuts.count())).toBe('orm.model.invalid');
  });
});

test('a manager has a name of its own', async () => {
  const faulty = () => Shelf.withManagers({ shape: () => Shelf.objects });
  expect(await codeOf(faulty)).toBe('orm.model.invalid');
});
