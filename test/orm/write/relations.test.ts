import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  char,
  createTables,
  foreignKey,
  hasMany,
  integer,
  manyToMany,
  manyToManyOf,
  model,
} from '../../../src/orm/index.ts';
import { addMovies, connectCinemaOn, Director, Genre, Movie } from '../../support/cinema.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { sqlOf } from '../../support/queries.ts';

const Troupe = model('Troupe', {
  name: char({ maxLength: 20 }),
  get actors() {
    return hasMany(() => Player, 'troupe');
  },
});

const Player = model('Player', {
  name: char({ maxLength: 20 }),
  get troupe() {
    return foreignKey(() => Troupe, { onDelete: 'set null', null: true });
  },
  get friends() {
    return manyToMany(() => Player, { isSymmetrical: true });
  },
  get plays() {
    return manyToManyOf(() => Play, 'cast');
  },
});

const Play = model('Play', {
  title: char({ maxLength: 20 }),
  get cast() {
    return manyToMany(() => Player, { through: () => Role });
  },
});

const Role = model('Role', {
  name: char({ maxLength: 20 }),
  lines: integer({ default: 0 }),
  get play() {
    return foreignKey(() => Play, { onDelete: 'cascade' });
  },
  get player() {
    return foreignKey(() => Player, { onDelete: 'cascade' });
  },
});

describeEachDatabase('the rows that refer to a row', (kind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    await createTables();
  });

  const namesOf = async (troupe: string) =>
    Player.objects
      .filter({ troupe__name: troupe })
      .orderBy('name')
      .valuesList('name', { flat: true });

  const someTroupe = async () => {
    const troupe = await Troupe.objects.create({ name: 'Globe' });
    const [ann, bob, cid] = await Player.objects.bulkCreate([
      { name: 'Ann', troupe },
      { name: 'Bob', troupe },
      { name: 'Cid' },
    ]);
    return { troupe, ann: ann!, bob: bob!, cid: cid! };
  };

  test('are created with their key', async () => {
    const { troupe } = await someTroupe();
    const dan = await troupe.actors.create({ name: 'Dan' });
    expect(dan.troupeId).toBe(troupe.id);
    const [eve, isCreated] = await troupe.actors.getOrCreate({ name: 'Eve' });
    expect([eve.troupeId, isCreated]).toEqual([troupe.id, true]);
    const [again] = await troupe.actors.updateOrCreate(
      { name: 'Eve' },
      { defaults: { name: 'Eva' } },
    );
    expect(again.id).toBe(eve.id);
    await troupe.actors.bulkCreate([{ name: 'Fay' }, { name: 'Gus' }]);
    expect(await namesOf('Globe')).toEqual(['Ann', 'Bob', 'Dan', 'Eva', 'Fay', 'Gus']);
  });

  test('are looked for among the related ones: a row of the same name elsewhere is none', async () => {
    const { troupe } = await someTroupe();
    const [cid, isCreated] = await troupe.actors.getOrCreate({ name: 'Cid' });
    expect([isCreated, cid.troupeId]).toEqual([true, troupe.id]);
    expect(await Player.objects.filter({ name: 'Cid' }).count()).toBe(2);
  });

  test('are added by one statement, as rows or by key, and the rows know it', async () => {
    const { troupe, ann, cid } = await someTroupe();
    const other = await Troupe.objects.create({ name: 'Rose' });
    const sent = await sqlOf(() => other.actors.add(cid, ann.id));
    expect(sent.filter((sql) => sql.startsWith('UPDATE'))).toHaveLength(1);
    expect(cid.troupeId).toBe(other.id);
    expect([await namesOf('Globe'), await namesOf('Rose')]).toEqual([['Bob'], ['Ann', 'Cid']]);
    expect(await codeOf(() => troupe.actors.add(cid, 1_000))).toBe('orm.row.not_stored');
    expect(await namesOf('Globe')).toEqual(['Bob']);
  });

  test('are removed where their key may be empty', async () => {
    const { troupe, ann, bob, cid } = await someTroupe();
    await troupe.actors.remove(ann);
    expect([ann.troupeId, await namesOf('Globe')]).toEqual([null, ['Bob']]);
    expect(await codeOf(() => troupe.actors.remove(cid))).toBe('orm.not_found');
    await troupe.actors.remove(cid.id);
    await troupe.actors.set([ann, cid]);
    expect(await namesOf('Globe')).toEqual(['Ann', 'Cid']);
    await troupe.actors.set([bob], { clear: true });
    expect(await namesOf('Globe')).toEqual(['Bob']);
    await troupe.actors.clear();
    expect(await namesOf('Globe')).toEqual([]);
    expect(await Player.objects.count()).toBe(3);
  });

  test('stay where their key is never empty', async () => {
    const { kubrick, jaws } = await addMovies();
    expect(await failureOf(() => kubrick.movies.remove(jaws))).toMatchObject({
      code: 'orm.relation.required',
      hint: expect.stringContaining('Movie.director is never empty'),
    });
    expect(await codeOf(() => kubrick.movies.clear())).toBe('orm.relation.required');
    await kubrick.movies.set([jaws]);
    expect(jaws.directorId).toBe(kubrick.id);
    expect(await kubrick.movies.count()).toBe(3);
  });
});

describeEachDatabase('many to many', (kind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    await createTables();
  });

  test('creates rows that are related, and finds those that are', async () => {
    const { jaws } = await addMovies();
    const comedy = await jaws.genres.create({ name: 'Comedy' });
    const [same, isCreated] = await jaws.genres.getOrCreate({ name: 'Comedy' });
    expect([same.id, isCreated]).toEqual([comedy.id, false]);
    const [western] = await jaws.genres.updateOrCreate({ name: 'Western' });
    expect(western.name).toBe('Western');
    expect((await jaws.genres).map(({ name }) => name)).toEqual(['Comedy', 'Horror', 'Western']);
  });

  test('set() touches only what changes', async () => {
    const { shining, drama, horror } = await addMovies();
    const comedy = await Genre.objects.create({ name: 'Comedy' });
    const sent = await sqlOf(() => shining.genres.set([drama, comedy]));
    expect(sent.filter((sql) => /^(INSERT|DELETE)/.test(sql))).toHaveLength(2);
    expect((await shining.genres).map(({ name }) => name)).toEqual(['Comedy', 'Drama']);
    const none = await sqlOf(() => shining.genres.set([drama, comedy]));
    expect(none.filter((sql) => /^(INSERT|DELETE)/.test(sql))).toEqual([]);
    await shining.genres.set([horror.id], { clear: true });
    expect((await shining.genres).map(({ name }) => name)).toEqual(['Horror']);
  });

  test('through a model of the application takes what its pairs hold', async () => {
    const play = await Play.objects.create({ title: 'Hamlet' });
    const [ann, bob] = await Player.objects.bulkCreate([{ name: 'Ann' }, { name: 'Bob' }]);
    await play.cast.add(ann!, { throughDefaults: { name: 'Ophelia', lines: () => 170 } });
    await play.cast.add(ann!, bob!, { throughDefaults: { name: 'Ghost' } });
    await play.cast.create({ name: 'Cid' }, { throughDefaults: { name: 'Hamlet' } });
    expect(
      await Role.objects.orderBy('player__name').valuesList('player__name', 'name', 'lines'),
    ).toEqual([
      ['Ann', 'Ophelia', 170],
      ['Bob', 'Ghost', 0],
      ['Cid', 'Hamlet', 0],
    ]);
    await play.cast.set([ann!, bob!]);
    expect(await Role.objects.orderBy('name').valuesList('name', { flat: true })).toEqual([
      'Ghost',
      'Ophelia',
    ]);
    expect(await codeOf(() => play.cast.create({ name: 'Dan' }))).toBe('orm.value.missing');
    expect(await Player.objects.filter({ name: 'Dan' }).exists()).toBe(false);
  });

  test('changes from the other end', async () => {
    const play = await Play.objects.create({ title: 'Hamlet' });
    const ann = await Player.objects.create({ name: 'Ann' });
    await ann.plays.add(play, { throughDefaults: { name: 'Ophelia' } });
    expect((await play.cast).map(({ name }) => name)).toEqual(['Ann']);
    await ann.plays.clear();
    expect(await play.cast.count()).toBe(0);
  });

  test('of a model with itself goes both ways when it is symmetrical', async () => {
    const [ann, bob, cid] = await Player.objects.bulkCreate([
      { name: 'Ann' },
      { name: 'Bob' },
      { name: 'Cid' },
    ]);
    await ann!.friends.add(bob!, cid!);
    expect((await bob!.friends).map(({ name }) => name)).toEqual(['Ann']);
    await bob!.friends.remove(ann!);
    expect((await ann!.friends).map(({ name }) => name)).toEqual(['Cid']);
    await cid!.friends.clear();
    expect(await ann!.friends.count()).toBe(0);
  });

  test('that was prefetched is changed through its set, and is stale afterwards', async () => {
    await addMovies();
    const jaws = await Movie.objects.prefetchRelated('genres').get({ title: 'Jaws' });
    expect(jaws.genres.map(({ name }) => name)).toEqual(['Horror']);
    await jaws.relatedSet('genres').create({ name: 'Comedy' });
    expect(await failureOf(() => jaws.genres)).toMatchObject({ code: 'orm.relation.stale' });
    expect(jaws.toJSON()).not.toHaveProperty('genres');
    const now = await jaws.relatedSet('genres');
    expect(now.map(({ name }) => name)).toEqual(['Comedy', 'Horror']);
    expect(await codeOf(() => jaws.relatedSet('genre' as never))).toBe('orm.relation.unknown');
  });

  test('tells of what is added, removed and cleared', async () => {
    const { jaws, horror, drama } = await addMovies();
    const told: unknown[] = [];
    const stop = Movie.signals.m2mChanged.connect(({ action, relation, keys, row }) =>
      told.push([action, relation, keys, row === jaws]),
    );
    onTestFinished(stop);
    await jaws.genres.add(horror, drama);
    await jaws.genres.remove(drama);
    await jaws.genres.clear();
    expect(told).toEqual([
      ['preAdd', 'genres', [drama.id], true],
      ['postAdd', 'genres', [drama.id], true],
      ['preRemove', 'genres', [drama.id], true],
      ['postRemove', 'genres', [drama.id], true],
      ['preClear', 'genres', undefined, true],
      ['postClear', 'genres', undefined, true],
    ]);
  });
});

describe('signals', () => {
  beforeEach(async () => {
    await connectCinemaOn('sqlite');
  });

  test('of a creation come before and after, and receivers may change the row', async () => {
    const told: unknown[] = [];
    onTestFinished(
      Director.signals.preSave.connect(({ row, created }) => {
        told.push(['pre', row.id, created]);
        row.name = row.name.toUpperCase();
      }),
    );
    onTestFinished(
      Director.signals.postSave.connect(({ row, created, fields }) =>
        told.push(['post', row.id, row.name, created, fields]),
      ),
    );
    const ray = await Director.objects.create({ name: 'Ray' });
    await ray.save({ fields: ['name'] });
    expect(told).toEqual([
      ['pre', null, true],
      ['post', 1, 'RAY', true, undefined],
      ['pre', 1, false],
      ['post', 1, 'RAY', false, ['name']],
    ]);
    expect({ ...(await Director.objects.get()) }).toEqual({ ...ray });
  });

  test('are not sent by statements for many rows', async () => {
    let told = 0;
    onTestFinished(Director.signals.preSave.connect(() => told++));
    onTestFinished(Director.signals.postSave.connect(() => told++));
    const [ray] = await Director.objects.bulkCreate([{ name: 'Ray' }]);
    await Director.objects.update({ name: 'S. Ray' });
    await Director.objects.bulkUpdate([ray!], ['name']);
    expect(told).toBe(0);
  });

  test('of a delete come for each row, those that go along included', async () => {
    const { kubrick } = await addMovies();
    const told: string[] = [];
    const tell = (what: string) => (sent: { readonly row: { readonly pk: unknown } }) => {
      told.push(`${what} ${sent.row === (kubrick as unknown) ? 'the same row' : sent.row.pk}`);
    };
    onTestFinished(Director.signals.preDelete.connect(tell('pre director')));
    onTestFinished(Director.signals.postDelete.connect(tell('post director')));
    onTestFinished(Movie.signals.preDelete.connect(tell('pre movie')));
    onTestFinished(Movie.signals.postDelete.connect(tell('post movie')));
    expect(await kubrick.delete()).toEqual({
      count: 6,
      byModel: { Director: 1, Movie: 2, Movie_genres: 3 },
    });
    expect(told).toEqual([
      'pre movie 1',
      'pre movie 2',
      'pre director the same row',
      'post movie 1',
      'post movie 2',
      'post director the same row',
    ]);
  });

  test('stop a write when a receiver throws', async () => {
    onTestFinished(
      Director.signals.preSave.connect(() => {
        throw new Error('no more directors');
      }),
    );
    await expect(Director.objects.create({ name: 'Ray' })).rejects.toThrow('no more directors');
    expect(await Director.objects.count()).toBe(0);
  });
});
