import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  atomic,
  char,
  connect,
  createTables,
  database,
  disconnect,
  foreignKey,
  hasMany,
  integer,
  manyToMany,
  manyToManyOf,
  model,
  signals,
} from '../../src/orm/index.ts';
import { connectEmpty, describeEachDatabase } from '../support/databases.ts';

const Club = model('SignalClub', {
  name: char({ maxLength: 20 }),
  get members() {
    return hasMany(() => Member, 'club');
  },
});

const Badge = model('SignalBadge', {
  name: char({ maxLength: 20 }),
  get members() {
    return manyToManyOf(() => Member, 'badges');
  },
});

const Member = model('SignalMember', {
  name: char({ maxLength: 20, unique: true }),
  visits: integer({ default: 0 }),
  get club() {
    return foreignKey(() => Club, { onDelete: 'cascade', null: true });
  },
  get sponsor() {
    return foreignKey(() => Member, { onDelete: 'set null', null: true });
  },
  get badges() {
    return manyToMany(() => Badge);
  },
  get courses() {
    return manyToMany(() => Course, { through: () => Booking });
  },
});

const Course = model('SignalCourse', { name: char({ maxLength: 20 }) });

const Booking = model('SignalBooking', {
  get member() {
    return foreignKey(() => Member, { onDelete: 'cascade' });
  },
  get course() {
    return foreignKey(() => Course, { onDelete: 'cascade' });
  },
});

const MODELS = { Club, Badge, Member, Course, Booking };

/** Writes down, a line each, what every model is told of. */
function listen(): string[] {
  const told: string[] = [];
  const ends = Object.entries(MODELS).flatMap(([name, { signals: of }]) => [
    of.preSave.connect((sent) => told.push(`preSave ${name} ${savedWith(sent)}`)),
    of.postSave.connect((sent) => told.push(`postSave ${name} ${savedWith(sent)}`)),
    of.preDelete.connect(({ row }) => told.push(`preDelete ${name} ${nameOf(row)}`)),
    of.postDelete.connect(({ row }) => told.push(`postDelete ${name} ${nameOf(row)}`)),
    of.m2mChanged.connect(({ action, relation, row, keys, isReverse }) =>
      told.push(
        `${action} ${name}.${relation} of ${nameOf(row)}: ${keys ?? 'all'}${isReverse ? ', reverse' : ''}`,
      ),
    ),
  ]);
  onTestFinished(() => {
    for (const end of ends) end();
  });
  return told;
}

const nameOf = (row: unknown) => (row as { name?: string }).name ?? '(pair)';

function savedWith(sent: {
  row: unknown;
  created: boolean;
  fields: readonly string[] | undefined;
}) {
  return `${nameOf(sent.row)} ${sent.created ? 'created' : 'changed'} ${sent.fields ?? 'all'}`;
}

function receive<Payload>(
  signal: { connect(receiver: (sent: Payload) => unknown): () => void },
  receiver: (sent: Payload) => unknown,
): void {
  onTestFinished(signal.connect(receiver));
}

const names = (query: PromiseLike<readonly { readonly name: string }[]>) =>
  query.then((rows) => rows.map(({ name }) => name));

describeEachDatabase('signals of', (kind) => {
  beforeEach(async () => {
    await connectEmpty(kind);
    await createTables();
  });

  async function addClub() {
    const club = await Club.objects.create({ name: 'Chess' });
    const [ada, bob] = await Member.objects.bulkCreate([
      { name: 'Ada', club },
      { name: 'Bob', club },
    ]);
    const [gold, iron] = await Badge.objects.bulkCreate([{ name: 'gold' }, { name: 'iron' }]);
    return { club, ada: ada!, bob: bob!, gold: gold!, iron: iron! };
  }

  describe('create() and save()', () => {
    test('tell of the row before and after, and of the fields', async () => {
      const told = listen();
      const ada = await Member.objects.create({ name: 'Ada' });
      ada.visits = 1;
      await ada.save();
      await ada.save({ fields: ['visits', 'name'] });
      await ada.save({ fields: [] });
      expect(told).toEqual([
        'preSave Member Ada created all',
        'postSave Member Ada created all',
        'preSave Member Ada changed all',
        'postSave Member Ada changed all',
        'preSave Member Ada changed visits,name',
        'postSave Member Ada changed visits,name',
      ]);
    });

    test('tell of one row, which has a key when it is stored', async () => {
      const rows: unknown[] = [];
      const keys: unknown[] = [];
      for (const signal of [Member.signals.preSave, Member.signals.postSave]) {
        receive(signal, ({ row, model: of, using }) => {
          rows.push(row);
          keys.push(row.pk, of.name, using);
        });
      }
      const ada = await Member.objects.create({ name: 'Ada' });
      expect(keys).toEqual([null, 'SignalMember', 'default', ada.id, 'SignalMember', 'default']);
      expect(rows[0]).toBe(ada);
      expect(rows[1]).toBe(ada);
    });

    test('write what receivers of preSave set', async () => {
      receive(Member.signals.preSave, async ({ row, created }) => {
        await Promise.resolve();
        if (created) row.visits = 5;
        else row.name = row.name.toUpperCase();
      });
      const ada = await Member.objects.create({ name: 'Ada' });
      expect(await Member.objects.get({ visits: 5 })).toEqual(ada);
      await ada.save();
      expect(await names(Member.objects.all())).toEqual(['ADA']);
      ada.name = 'Eve';
      await ada.save({ fields: ['visits'] });
      expect(await names(Member.objects.all())).toEqual(['ADA']);
    });

    test('are heard by the model first, then by receivers of all models', async () => {
      const order: string[] = [];
      receive(signals.preSave, ({ model: of }) => order.push(`all: ${of.name}`));
      receive(Member.signals.preSave, () => order.push('Member'));
      await Member.objects.create({ name: 'Ada' });
      await Club.objects.create({ name: 'Chess' });
      expect(order).toEqual(['Member', 'all: SignalMember', 'all: SignalClub']);
    });

    test('come from getOrCreate() and updateOrCreate() where they write', async () => {
      const told = listen();
      await Member.objects.getOrCreate({ name: 'Ada' });
      await Member.objects.getOrCreate({ name: 'Ada' });
      await Member.objects.updateOrCreate({ name: 'Ada' }, { defaults: { visits: 2 } });
      await Member.objects.updateOrCreate({ name: 'Bob' }, { defaults: { visits: 2 } });
      expect(told).toEqual([
        'preSave Member Ada created all',
        'postSave Member Ada created all',
        'preSave Member Ada changed visits',
        'postSave Member Ada changed visits',
        'preSave Member Bob created all',
        'postSave Member Bob created all',
      ]);
    });

    test('come from create() of relations', async () => {
      const { club, ada } = await addClub();
      const told = listen();
      await club.members.create({ name: 'Eve' });
      await ada.badges.create({ name: 'tin' });
      expect(told).toEqual([
        'preSave Member Eve created all',
        'postSave Member Eve created all',
        'preSave Badge tin created all',
        'postSave Badge tin created all',
        'preAdd Member.badges of Ada: 3',
        'postAdd Member.badges of Ada: 3',
      ]);
    });
  });

  test('statements for many rows, and of raw SQL, there are none', async () => {
    const { club, ada, bob } = await addClub();
    const told = listen();
    await Member.objects.bulkCreate([{ name: 'Eve' }]);
    await Member.objects.update({ visits: 1 });
    ada.visits = 4;
    await Member.objects.bulkUpdate([ada], ['visits']);
    await club.members.add(await Member.objects.get({ name: 'Eve' }));
    await club.members.remove(bob);
    await club.members.set([bob]);
    await club.members.clear();
    await database().raw('DELETE FROM signal_member');
    expect(told).toEqual([]);
  });

  describe('delete()', () => {
    test('come for each row that goes, and for none whose key is emptied', async () => {
      const { club, ada, bob } = await addClub();
      await Member.objects.create({ name: 'Eve', sponsor: ada });
      const told = listen();
      await club.delete();
      expect(told.toSorted()).toEqual([
        'postDelete Club Chess',
        'postDelete Member Ada',
        'postDelete Member Bob',
        'preDelete Club Chess',
        'preDelete Member Ada',
        'preDelete Member Bob',
      ]);
      expect(told.slice(0, 3).every((line) => line.startsWith('preDelete'))).toBe(true);
      expect(told.at(-1)).toBe('postDelete Club Chess');
      expect(await Member.objects.get()).toMatchObject({ name: 'Eve', sponsorId: null });
      expect(bob.pk).toBe(2);
    });

    test('come for each row of a QuerySet', async () => {
      const { ada } = await addClub();
      const told = listen();
      expect(await Member.objects.orderBy('name').delete()).toMatchObject({ count: 2 });
      expect(told.toSorted()).toEqual([
        'postDelete Member Ada',
        'postDelete Member Bob',
        'preDelete Member Ada',
        'preDelete Member Bob',
      ]);
      expect(ada.name).toBe('Ada');
    });

    test('tell of the very row that is deleted, which keeps its key', async () => {
      const { ada } = await addClub();
      const rows: unknown[] = [];
      receive(Member.signals.preDelete, async ({ row }) => {
        rows.push(row, await Member.objects.filter({ pk: row.pk }).exists());
      });
      receive(Member.signals.postDelete, async ({ row, using }) => {
        rows.push(row.pk, using, await Member.objects.filter({ pk: row.pk }).exists());
      });
      await ada.delete();
      expect(rows[0]).toBe(ada);
      expect(rows.slice(1)).toEqual([true, 1, 'default', false]);
    });

    test('leave out the pairs of a relation that has no model of its own', async () => {
      const { ada, gold } = await addClub();
      await ada.badges.add(gold);
      const told: string[] = [];
      for (const name of ['preDelete', 'postDelete'] as const) {
        receive(signals[name], ({ model: of }) => told.push(`${name} ${of.name}`));
      }
      receive(signals.m2mChanged, ({ action }) => told.push(action));
      await ada.badges.remove(gold);
      await ada.badges.add(gold);
      await ada.delete();
      expect(told).toEqual([
        'preRemove',
        'postRemove',
        'preAdd',
        'postAdd',
        'preDelete SignalMember',
        'postDelete SignalMember',
      ]);
    });
  });

  describe('many-to-many relations', () => {
    test('come before and after, with the keys that are really added', async () => {
      const { ada, gold, iron } = await addClub();
      const told = listen();
      await ada.badges.add(gold);
      await ada.badges.add(gold, iron);
      await ada.badges.add(iron);
      await ada.badges.add();
      expect(told).toEqual([
        'preAdd Member.badges of Ada: 1',
        'postAdd Member.badges of Ada: 1',
        'preAdd Member.badges of Ada: 2',
        'postAdd Member.badges of Ada: 2',
        'preAdd Member.badges of Ada: ',
        'postAdd Member.badges of Ada: ',
      ]);
    });

    test('come for remove(), clear() and set()', async () => {
      const { ada, gold, iron } = await addClub();
      await ada.badges.add(gold);
      const told = listen();
      await ada.badges.set([iron]);
      await ada.badges.set([iron]);
      await ada.badges.set([gold], { clear: true });
      await ada.badges.remove(gold, iron);
      await ada.badges.clear();
      expect(told).toEqual([
        'preRemove Member.badges of Ada: 1',
        'postRemove Member.badges of Ada: 1',
        'preAdd Member.badges of Ada: 2',
        'postAdd Member.badges of Ada: 2',
        'preClear Member.badges of Ada: all',
        'postClear Member.badges of Ada: all',
        'preAdd Member.badges of Ada: 1',
        'postAdd Member.badges of Ada: 1',
        'preRemove Member.badges of Ada: 1,2',
        'postRemove Member.badges of Ada: 1,2',
        'preClear Member.badges of Ada: all',
        'postClear Member.badges of Ada: all',
      ]);
    });

    test('say from which end, and are sent by the model that declares the relation', async () => {
      const { ada, bob, gold } = await addClub();
      const told = listen();
      await gold.members.set([ada, bob]);
      await gold.members.clear();
      expect(told).toEqual([
        'preAdd Member.badges of gold: 1,2, reverse',
        'postAdd Member.badges of gold: 1,2, reverse',
        'preClear Member.badges of gold: all, reverse',
        'postClear Member.badges of gold: all, reverse',
      ]);
    });

    test('come when the pairs are as their names say', async () => {
      const { ada, gold } = await addClub();
      const counts: [string, number][] = [];
      receive(Member.signals.m2mChanged, async ({ action }) => {
        counts.push([action, await Badge.objects.filter({ members: ada }).count()]);
      });
      await ada.badges.add(gold);
      await ada.badges.remove(gold);
      await ada.badges.add(gold);
      await ada.badges.clear();
      expect(counts).toEqual([
        ['preAdd', 0],
        ['postAdd', 1],
        ['preRemove', 1],
        ['postRemove', 0],
        ['preAdd', 0],
        ['postAdd', 1],
        ['preClear', 1],
        ['postClear', 0],
      ]);
    });

    test('come with those of the pairs, where these have a model', async () => {
      const { ada } = await addClub();
      const go = await Course.objects.create({ name: 'Go' });
      const told = listen();
      await ada.courses.add(go);
      await ada.courses.remove(go);
      expect(told).toEqual([
        'preAdd Member.courses of Ada: 1',
        'postAdd Member.courses of Ada: 1',
        'preRemove Member.courses of Ada: 1',
        'preDelete Booking (pair)',
        'postDelete Booking (pair)',
        'postRemove Member.courses of Ada: 1',
      ]);
    });
  });

  describe('a receiver that throws', () => {
    const fail = () => {
      throw new Error('not today');
    };

    test('before a save stops it', async () => {
      const { ada } = await addClub();
      receive(Member.signals.preSave, fail);
      await expect(Member.objects.create({ name: 'Eve' })).rejects.toThrow('not today');
      ada.name = 'Eve';
      await expect(ada.save()).rejects.toThrow('not today');
      expect(await names(Member.objects.orderBy('name'))).toEqual(['Ada', 'Bob']);
    });

    test('after a save undoes it in a transaction alone', async () => {
      receive(Member.signals.postSave, fail);
      await expect(Member.objects.create({ name: 'Ada' })).rejects.toThrow('not today');
      const work = atomic(() => Member.objects.create({ name: 'Bob' }));
      await expect(work).rejects.toThrow('not today');
      expect(await names(Member.objects.all())).toEqual(['Ada']);
    });

    test.each(['preDelete', 'postDelete'] as const)('at %s undoes the delete', async (name) => {
      const { club } = await addClub();
      receive(Member.signals[name], async ({ row }) => {
        await Badge.objects.create({ name: 'tin' });
        if (row.name === 'Bob') fail();
      });
      await expect(club.delete()).rejects.toThrow('not today');
      expect(await Member.objects.count()).toBe(2);
      expect(await Badge.objects.count()).toBe(2);
    });

    test.each(['preAdd', 'postAdd', 'preRemove', 'postRemove', 'preClear', 'postClear'] as const)(
      'at %s undoes the change',
      async (action) => {
        const { ada, gold, iron } = await addClub();
        await ada.badges.add(gold);
        receive(Member.signals.m2mChanged, (sent) => {
          if (sent.action === action) fail();
        });
        const change = action.endsWith('Clear')
          ? ada.badges.clear()
          : action.endsWith('Add')
            ? ada.badges.add(iron)
            : ada.badges.remove(gold);
        await expect(change).rejects.toThrow('not today');
        expect(await names(Badge.objects.filter({ members: ada }))).toEqual(['gold']);
      },
    );
  });
});

test('signals name the database', async () => {
  const memory = 'sqlite::memory:';
  connect({ default: memory, archive: memory });
  onTestFinished(() => disconnect());
  await createTables({ using: 'archive' });
  const told: string[] = [];
  receive(signals.postSave, ({ using }) => told.push(`postSave ${using}`));
  receive(signals.postDelete, ({ using }) => told.push(`postDelete ${using}`));
  receive(signals.m2mChanged, ({ action, using }) => told.push(`${action} ${using}`));
  const ada = await Member.objects.using('archive').create({ name: 'Ada' });
  const gold = await Badge.objects.using('archive').create({ name: 'gold' });
  await ada.badges.add(gold);
  await ada.save();
  await ada.delete();
  expect(told).toEqual([
    'postSave archive',
    'postSave archive',
    'preAdd archive',
    'postAdd archive',
    'postSave archive',
    'postDelete archive',
  ]);
});
