import { afterEach, describe, expect, test } from 'vitest';
import {
  bigInteger,
  char,
  createTables,
  datetime,
  decimal,
  foreignKey,
  hasMany,
  integer,
  type ModelOptions,
  manyToMany,
  model,
  registeredModels,
  tableDefinitions,
  unregisterModels,
} from '../../src/orm/index.ts';
import { connectCinema, Director, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { sqlOf } from '../support/queries.ts';

const builtIn = new Set(registeredModels());

afterEach(() => {
  unregisterModels(...registeredModels().filter((declared) => !builtIn.has(declared)));
});

/** Declares a model of fields that no type would allow and works it out. */
function resolve(shape: object, options: ModelOptions = {}): unknown {
  return tableDefinitions([model('Faulty', shape, options)]);
}

describe('a model', () => {
  test('is known by its name, which nobody else may have', async () => {
    const Poster = model('Poster', { title: char({ maxLength: 10 }) });
    expect(registeredModels()).toContain(Poster);
    expect(await failureOf(() => model('Poster', {}))).toMatchObject({
      code: 'orm.model.duplicate',
      message: 'There is already a model named Poster.',
    });
    unregisterModels(Poster);
    expect(registeredModels()).not.toContain(Poster);
    model('Poster', {});
  });

  test.each(['', '1st', 'Movie Poster', 'a__b', '_x', 'x_', 'Ünder', '__proto__', "x'; DROP"])(
    'cannot be named "%s"',
    async (name) => {
      expect(await codeOf(() => model(name, {}))).toBe('orm.model.invalid');
    },
  );

  test.each(['class', 'Base', 'Object', 'constructor', 'toString', 'eval', 'await', 'static'])(
    'may be named "%s"',
    async (name) => {
      await connectCinema();
      const Odd = model(name, { title: char({ maxLength: 10 }) }, { table: 'odd' });
      await createTables();
      const { id } = await Odd.objects.create({ title: 'x' });
      const row = await Odd.objects.only('title').get({ id });
      expect([row.title, row.constructor.name]).toEqual(['x', name]);
    },
  );

  test('has columns and a table in snake_case unless told otherwise', () => {
    const ReleaseDate = model('ReleaseDate', {
      openingDay: integer(),
      inUSA: integer({ column: 'In US' }),
      get firstMovie() {
        return foreignKey(() => Movie, { onDelete: 'cascade' });
      },
    });
    const [table] = tableDefinitions([ReleaseDate]);
    expect(table?.name).toBe('release_date');
    expect(table?.columns.map(({ name }) => name)).toEqual([
      'id',
      'opening_day',
      'In US',
      'first_movie_id',
    ]);
    expect(table?.indexes).toMatchObject([{ name: 'release_date_first_movie_id_index' }]);
  });

  test('quotes names of tables and columns, whatever is in them', async () => {
    await connectCinema();
    const Odd = model(
      'Odd',
      { title: char({ maxLength: 10, column: 'a "b" c' }) },
      {
        table: `select "x"; --'`,
      },
    );
    await createTables();
    await Odd.objects.create({ title: 'A' });
    expect(await sqlOf(() => Odd.objects.filter({ title: 'A' }))).toEqual([
      `SELECT "select ""x""; --'"."id", "select ""x""; --'"."a ""b"" c"` +
        ` FROM "select ""x""; --'" WHERE "select ""x""; --'"."a ""b"" c" = ?`,
    ]);
  });
});

describe('a mistake in a model', () => {
  const any = () => integer();
  test.each<[string, () => unknown, string]>([
    ['a member that is neither', () => resolve({ title: 'text' }), 'orm.model.invalid'],
    ['a double underscore', () => resolve({ a__b: any() }), 'orm.model.invalid'],
    ['a leading underscore', () => resolve({ _a: any() }), 'orm.model.invalid'],
    ['a name with a space', () => resolve({ 'a b': any() }), 'orm.model.invalid'],
    ['a name that rows need', () => resolve({ save: any() }), 'orm.model.invalid'],
    ['a name that all objects have', () => resolve({ toString: any() }), 'orm.model.invalid'],
    ['constructor', () => resolve({ constructor: any() }), 'orm.model.invalid'],
    [
      '__proto__',
      () => resolve(Object.defineProperty({}, '__proto__', { value: any(), enumerable: true })),
      'orm.model.invalid',
    ],
    [
      'a key twice',
      () =>
        resolve({
          directorId: any(),
          get director() {
            return foreignKey(() => Director, { onDelete: 'cascade' });
          },
        }),
      'orm.model.invalid',
    ],
    [
      'two primary keys',
      () => resolve({ a: integer({ primaryKey: true }), b: integer({ primaryKey: true }) }),
      'orm.model.invalid',
    ],
    [
      'a primary key that may be empty',
      () => resolve({ a: integer({ primaryKey: true, null: true }) }),
      'orm.model.invalid',
    ],
    [
      'a primary key of instants, which are equal but not the same',
      () => resolve({ a: datetime({ primaryKey: true }) }),
      'orm.model.invalid',
    ],
    ['unique of no field', () => resolve({}, { unique: [['title']] }), 'orm.model.invalid'],
    ['an unknown option', () => resolve({}, { tabel: 'x' } as object), 'core.option.unknown'],
    [
      'a wrong option',
      () => resolve({}, { ordering: 'title' } as unknown as ModelOptions),
      'core.option.invalid',
    ],
  ])('%s is refused', async (_mistake, declare, code) => {
    expect(await codeOf(declare)).toBe(code);
  });

  test.each<[string, () => unknown, string]>([
    ['a misspelled option', () => char({ maxLenght: 5 } as never), 'core.option.unknown'],
    ['a length of nothing', () => char({ maxLength: 0 }), 'core.option.invalid'],
    ['a width of 12 bits', () => integer({ bits: 12 as 16 }), 'orm.model.invalid'],
    ['more places than digits', () => decimal({ digits: 2, places: 3 }), 'orm.model.invalid'],
    ['null as text', () => bigInteger({ null: 'yes' as never }), 'core.option.invalid'],
    [
      'an unknown onDelete',
      () => foreignKey(() => Movie, { onDelete: 'CASCADE' as 'cascade' }),
      'core.option.invalid',
    ],
  ])('%s of a field is refused at once', async (_mistake, declare, code) => {
    expect(await codeOf(declare)).toBe(code);
  });

  test('a default that does not fit its field is refused when it is used', async () => {
    await connectCinema();
    const Poster = model('Poster', { width: integer({ default: 1.5 }) });
    await createTables();
    expect(await codeOf(() => Poster.objects.create({}))).toBe('orm.value.invalid');
  });
});

describe('a mistake in a relation', () => {
  test('set null needs a key that may be empty', async () => {
    const shape = {
      get director() {
        return foreignKey(() => Director, { onDelete: 'set null' });
      },
    };
    expect(await failureOf(() => resolve(shape))).toMatchObject({
      code: 'orm.relation.invalid',
      hint: "onDelete: 'set null' needs null: true.",
    });
  });

  test('hasMany() names a foreign key of the other model that leads here', async () => {
    const shape = {
      get movies() {
        return hasMany(() => Movie, 'director');
      },
    };
    expect(await failureOf(() => resolve(shape))).toMatchObject({
      code: 'orm.relation.invalid',
      message: 'Faulty.movies: Movie has no foreign key "director" to Faulty.',
    });
  });

  test('a model that is not there yet is named as such', async () => {
    const nothing = () => undefined as unknown as typeof Movie;
    const shape = {
      get movies() {
        return manyToMany(nothing);
      },
    };
    expect(await failureOf(() => resolve(shape))).toMatchObject({
      code: 'orm.relation.invalid',
      message: 'Faulty.movies does not refer to a model.',
    });
  });
});
