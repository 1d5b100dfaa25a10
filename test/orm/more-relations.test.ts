import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
  registeredModels,
  setTo,
  tableDefinitions,
  unregisterModels,
} from '../../src/orm/index.ts';
import { Movie as CinemaMovie, connectCinema } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { countQueries, sqlOf } from '../support/queries.ts';

const Film = model('Film', {
  title: char({ maxLength: 20 }),
  get poster() {
    return hasOne(() => Poster, 'film');
  },
  get cast() {
    return manyToMany(() => Actor, { through: () => Part });
  },
  get tags() {
    return manyToMany(() => Tag);
  },
  get parts() {
    return hasMany(() => Part, 'film');
  },
});

const Poster = model('Poster', {
  size: integer({ default: 1 }),
  get film() {
    return oneToOne(() => Film, { onDelete: 'cascade' });
  },
});

const Actor = model('Actor', {
  name: char({ maxLength: 20 }),
  get films() {
    return manyToManyOf(() => Film, 'cast');
  },
});

const Part = model('Part', {
  role: char({ maxLength: 20 }),
  get film() {
    return foreignKey(() => Film, { onDelete: 'cascade' });
  },
  get actor() {
    return foreignKey(() => Actor, { onDelete: 'cascade' });
  },
});

const Tag = model('Tag', {
  name: char({ maxLength: 20 }),
  get films() {
    return manyToManyOf(() => Film, 'tags');
  },
});

const declared = new Set(registeredModels());

beforeEach(async () => {
  await connectCinema();
});

afterEach(() => {
  unregisterModels(...registeredModels().filter((each) => !declared.has(each)));
});

describe('one to one', () => {
  test('no two rows refer to the same', async () => {
    const film = await Film.objects.create({ title: 'M' });
    await Poster.objects.create({ film });
    expect(await codeOf(() => Poster.objects.create({ film }))).toBe('db.constraint.unique');
  });

  test('leads back to the row or to none, for all peers by one query', async () => {
    const [m, jaws] = await Film.objects.bulkCreate([{ title: 'M' }, { title: 'Jaws' }]);
    await Poster.objects.create({ film: jaws!, size: 7 });
    const films = await Film.objects.orderBy('pk');
    let posters: unknown[] = [];
    const queries = await countQueries(async () => {
      posters = [];
      for (const film of films) posters.push((await film.poster.load())?.size ?? null);
    });
    expect([posters, queries]).toEqual([[null, 7], 1]);
    expect(await await m!.related('poster')).toBe(null);
  });

  test('is joined or prefetched as a row, not as a list', async () => {
    const [, jaws] = await Film.objects.bulkCreate([{ title: 'M' }, { title: 'Jaws' }]);
    await Poster.objects.create({ film: jaws!, size: 7 });
    const prefetched = await Film.objects.orderBy('pk').prefetchRelated('poster');
    expect(prefetched.map(({ poster }) => poster?.size)).toEqual([undefined, 7]);
    const joined = await Film.objects.orderBy('pk').selectRelated('poster');
    expect(joined.map(({ poster }) => poster?.size)).toEqual([undefined, 7]);
    const back = await Poster.objects.selectRelated('film__poster').get();
    expect(back.film.poster?.size).toBe(7);
    expect(
      await sqlOf(() => Film.objects.selectRelated('poster').only('title', 'poster__size')),
    ).toEqual([
      'SELECT "film"."id", "film"."title", "poster"."id", "poster"."size" FROM "film" ' +
        'LEFT JOIN "poster" ON "poster"."film_id" = "film"."id"',
    ]);
  });

  test('is filtered over in both directions', async () => {
    const [, jaws] = await Film.objects.bulkCreate([{ title: 'M' }, { title: 'Jaws' }]);
    await Poster.objects.create({ film: jaws!, size: 7 });
    const titles = async (query: PromiseLike<{ readonly title: string }[]>) =>
      (await query).map(({ title }) => title);
    expect(await titles(Film.objects.filter({ poster__size: 7 }))).toEqual(['Jaws']);
    expect(await titles(Film.objects.exclude({ poster__size: 7 }))).toEqual(['M']);
    expect(await titles(Film.objects.filter({ poster__isnull: true }))).toEqual(['M']);
    expect(await Poster.objects.filter({ film__title: 'Jaws' }).count()).toBe(1);
  });

  test('needs a unique key at the other end', async () => {
    const Faulty = model('Faulty', {
      get part() {
        return hasOne(() => Loose, 'faulty');
      },
    });
    const Loose = model('Loose', {
      get faulty() {
        return foreignKey(() => Faulty, { onDelete: 'cascade' });
      },
    });
    expect(await failureOf(() => tableDefinitions([Faulty]))).toMatchObject({
      code: 'orm.relation.invalid',
      message: 'Faulty.part: many rows of Loose may have the same faulty.',
    });
  });
});

describe('many to many', () => {
  test('has the table of its through model, once', () => {
    const names = tableDefinitions(registeredModels()).map(({ name }) => name);
    expect(names.filter((name) => name === 'part')).toEqual(['part']);
    expect(names).toContain('film_tags');
    expect(names).not.toContain('film_cast');
  });

  test('reads over a through model, and from the other end', async () => {
    const film = await Film.objects.create({ title: 'M' });
    const [lorre, wernicke] = await Actor.objects.bulkCreate([
      { name: 'Lorre' },
      { name: 'Wernicke' },
    ]);
    await Part.objects.bulkCreate([
      { film, actor: lorre!, role: 'Beckert' },
      { film, actor: wernicke!, role: 'Lohmann' },
    ]);
    expect((await film.cast.orderBy('name')).map(({ name }) => name)).toEqual([
      'Lorre',
      'Wernicke',
    ]);
    expect((await lorre!.films).map(({ title }) => title)).toEqual(['M']);
    expect(await Actor.objects.filter({ films__title: 'M' }).count()).toBe(2);
    expect(await Film.objects.filter({ cast__name: 'Lorre', parts__role: 'Beckert' }).count()).toBe(
      1,
    );
    const [first] = await Actor.objects.orderBy('pk').prefetchRelated('films__cast');
    expect(first?.films[0]?.cast.map(({ name }) => name)).toEqual(['Lorre', 'Wernicke']);
  });

  test('from the other end changes the same pairs', async () => {
    const film = await Film.objects.create({ title: 'M' });
    const tag = await Tag.objects.create({ name: 'noir' });
    await tag.films.add(film);
    expect((await film.tags.all()).map(({ name }) => name)).toEqual(['noir']);
    await tag.films.clear();
    expect(await film.tags.count()).toBe(0);
  });

  test('from the other end names the relation that declares the pairs', async () => {
    const Faulty = model('Faulty', {
      get films() {
        return manyToManyOf(() => Film, 'parts');
      },
    });
    expect(await failureOf(() => tableDefinitions([Faulty]))).toMatchObject({
      code: 'orm.relation.invalid',
      message: 'Faulty.films: Film has no manyToMany() "parts" to Faulty.',
    });
  });

  test('asks which keys of a through model are meant when it is not clear', async () => {
    const shape = (throughFields?: readonly [string, string]) => ({
      get others() {
        return manyToMany(() => Film, {
          through: () => Tie,
          ...(throughFields !== undefined && { throughFields }),
        });
      },
    });
    const Faulty = model('Faulty', shape());
    const Clear = model('Clear', shape(['clear', 'second']));
    const Wrong = model('Wrong', shape(['clear', 'second']));
    const Tie = model('Tie', {
      get clear() {
        return foreignKey(() => Clear, { onDelete: 'cascade' });
      },
      get first() {
        return foreignKey(() => Film, { onDelete: 'cascade' });
      },
      get second() {
        return foreignKey(() => Film, { onDelete: 'cascade' });
      },
    });
    expect(await failureOf(() => tableDefinitions([Faulty]))).toMatchObject({
      code: 'orm.relation.invalid',
      message: 'Faulty.others: it is not clear which keys of Tie make up a pair.',
    });
    expect(await failureOf(() => tableDefinitions([Wrong]))).toMatchObject({
      message: 'Wrong.others: Tie has no foreign key "clear" to Wrong.',
    });
    expect(tableDefinitions([Clear]).map(({ name }) => name)).toEqual(['clear', 'tie']);
  });

  test('of a model with itself takes the first key as its own', async () => {
    const Person = model('Person', {
      name: char({ maxLength: 9 }),
      get mentors() {
        return manyToMany(() => Person, { through: () => Mentoring });
      },
    });
    const Mentoring = model('Mentoring', {
      get pupil() {
        return foreignKey(() => Person, { onDelete: 'cascade' });
      },
      get mentor() {
        return foreignKey(() => Person, { onDelete: 'cascade' });
      },
    });
    await createTables();
    const [pupil, mentor] = await Person.objects.bulkCreate([{ name: 'Ada' }, { name: 'Mary' }]);
    await Mentoring.objects.create({ pupil: pupil!, mentor: mentor! });
    expect((await pupil!.mentors).map(({ name }) => name)).toEqual(['Mary']);
    expect(await mentor!.mentors.count()).toBe(0);
  });

  test('between two models is not symmetrical', async () => {
    const Faulty = model('Faulty', {
      get films() {
        return manyToMany(() => Film, { isSymmetrical: true });
      },
    });
    expect(await codeOf(() => tableDefinitions([Faulty]))).toBe('orm.relation.invalid');
  });
});

describe('what happens on delete', () => {
  /** Declares a model of rows that refer to films and are left behind; returns its keys. */
  async function keysAfterDelete(onDelete: Parameters<typeof foreignKey>[1]): Promise<unknown> {
    const Copy = model('Copy', {
      get film() {
        return foreignKey(() => Film, onDelete);
      },
    });
    await createTables();
    const [gone, other] = await Film.objects.bulkCreate([{ title: 'A' }, { title: 'B' }]);
    await Copy.objects.bulkCreate([{ film: gone! }, { film: other! }] as never[]);
    await gone!.delete();
    const copies: readonly unknown[] = await Copy.objects.orderBy('pk');
    return copies.map((copy) => (copy as { filmId: unknown }).filmId);
  }

  test('set default, a value and what a function gives', async () => {
    expect(await keysAfterDelete({ onDelete: 'set default', default: 2 })).toEqual([2, 2]);
  });

  test('a value of its own', async () => {
    expect(await keysAfterDelete({ onDelete: setTo(2) })).toEqual([2, 2]);
  });

  test('what a function gives, which may ask the database', async () => {
    const other = async () => (await Film.objects.get({ title: 'B' })).pk;
    expect(await keysAfterDelete({ onDelete: setTo(other) })).toEqual([2, 2]);
  });

  test('protect and restrict refuse', async () => {
    expect(await codeOf(() => keysAfterDelete({ onDelete: 'protect' }))).toBe(
      'orm.delete.protected',
    );
  });

  test('do nothing leaves it to the database, which refuses', async () => {
    expect(await codeOf(() => keysAfterDelete({ onDelete: 'do nothing' }))).toBe(
      'db.constraint.foreign_key',
    );
  });

  test('protect holds even for rows that go with it, restrict does not', async () => {
    const family = async (onDelete: 'protect' | 'restrict') => {
      const Box = model(`Box_${onDelete}`, {});
      const Lid = model(`Lid_${onDelete}`, {
        get box() {
          return foreignKey(() => Box, { onDelete: 'cascade' });
        },
        get twin() {
          return foreignKey(() => Box, { onDelete });
        },
      });
      await createTables();
      const box = await Box.objects.create({});
      await Lid.objects.create({ box, twin: box });
      return box.delete();
    };
    expect((await family('restrict')).count).toBe(2);
    expect(await codeOf(() => family('protect'))).toBe('orm.delete.protected');
  });

  test('a key can only be set to what is there to be set', async () => {
    const Faulty = model('Faulty', {
      get movie() {
        return foreignKey(() => CinemaMovie, { onDelete: 'set default' });
      },
    });
    expect(await failureOf(() => tableDefinitions([Faulty]))).toMatchObject({
      code: 'orm.relation.invalid',
      hint: "onDelete: 'set default' needs a default, or null: true.",
    });
  });
});

test('a foreign key may have a default', async () => {
  const film = await Film.objects.create({ title: 'M' });
  const Still = model('Still', {
    get film() {
      return foreignKey(() => Film, { onDelete: 'cascade', default: () => film });
    },
  });
  await createTables();
  expect((await Still.objects.create({})).filmId).toBe(film.id);
});
