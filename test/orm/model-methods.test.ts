import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  abstractModel,
  char,
  createTables,
  datetime,
  foreignKey,
  hasMany,
  integer,
  model,
  registeredModels,
  tableDefinitions,
  unregisterModels,
} from '../../src/orm/index.ts';
import { connectCinema } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { countQueries } from '../support/queries.ts';

const Timestamped = abstractModel(
  { made: integer({ default: 7 }), note: char({ maxLength: 5, default: 'base' }) },
  { ordering: ['-made'], unique: [['made', 'note']] },
).withMethods({
  get age(): number {
    return 10 - this.made;
  },
  describe() {
    return `made in ${this.made}`;
  },
});

const Archived = abstractModel({
  note: char({ maxLength: 9, default: 'archive' }),
  get keeper() {
    return foreignKey(() => Keeper, { onDelete: 'set null', null: true });
  },
}).withMethods({
  async keeperName() {
    return (await this.related('keeper'))?.shout();
  },
});

const Keeper = model('Keeper', {
  name: char({ maxLength: 20 }),
  get reels() {
    return hasMany(() => FilmReel, 'keeper');
  },
}).withMethods({
  shout() {
    return `${this.name.toUpperCase()}!`;
  },
  async firstTitle() {
    return (await this.related('reels'))[0]?.label;
  },
});

const FilmReel = model(
  'FilmReel',
  {
    title: char({ maxLength: 20 }),
    status: char({ choices: { a: 'Fine', b: 'Burnt' }, default: 'a' }),
  },
  { bases: [Timestamped, Archived], unique: [['title']] },
).withMethods({
  get label(): string {
    return `${this.title} (${this.age})`;
  },
  set label(text: string) {
    this.title = text;
  },
  isOlderThan(age: number) {
    return this.age > age;
  },
  describe() {
    return `${this.label}, ${this.isOlderThan(1) ? 'old' : 'new'}`;
  },
});

const declared = new Set(registeredModels());

beforeEach(async () => {
  await connectCinema();
});

afterEach(() => {
  unregisterModels(...registeredModels().filter((each) => !declared.has(each)));
});

describe('a method or property of a model', () => {
  test('is there on rows however they came', async () => {
    const keeper = await Keeper.objects.create({ name: 'Henri' });
    const created = await FilmReel.objects.create({ title: 'Metropolis', keeper });
    expect([created.label, created.isOlderThan(2)]).toEqual(['Metropolis (3)', true]);
    const joined = await FilmReel.objects.selectRelated('keeper').get();
    expect(joined.keeper?.shout()).toBe('HENRI!');
    expect(await keeper.firstTitle()).toBe('Metropolis (3)');
    expect(await joined.keeperName()).toBe('HENRI!');
    expect(await (await FilmReel.objects.get()).keeperName()).toBe('HENRI!');
    const [prefetched] = await Keeper.objects.prefetchRelated('reels');
    expect(await prefetched?.firstTitle()).toBe('Metropolis (3)');
    const loose = await FilmReel.objects.create({ title: 'M', made: 1 });
    expect(await loose.keeperName()).toBe(undefined);
  });

  test('may have a setter', async () => {
    const reel = await FilmReel.objects.create({ title: 'M' });
    reel.label = 'Metropolis';
    await reel.save();
    expect((await FilmReel.objects.get()).title).toBe('Metropolis');
  });

  test('is no column: it is not spread, printed or put into JSON', async () => {
    const reel = await FilmReel.objects.create({ title: 'M' });
    expect(Object.keys(reel)).not.toContain('label');
    expect(JSON.stringify(reel)).not.toContain('label');
    expect(inspect(reel)).not.toContain('label');
  });

  test('of the model itself goes before one of a base', async () => {
    const reel = await FilmReel.objects.create({ title: 'M' });
    expect(reel.describe()).toBe('M (3), old');
    expect(reel.age).toBe(3);
  });

  test('that reads a column which was not loaded is told so', async () => {
    await FilmReel.objects.create({ title: 'M' });
    const reel = await FilmReel.objects.only('made').get();
    expect(await codeOf(() => reel.label)).toBe('orm.column.not_loaded');
  });

  test.each(['title', 'keeper', 'keeperId', 'save', 'toString', 'fullClean', '__proto__'])(
    'cannot be named "%s"',
    async (name) => {
      const methods = Object.defineProperty({}, name, { value: () => 1, enumerable: true });
      const Faulty = model('Faulty', {
        title: char({ maxLength: 5 }),
        get keeper() {
          return foreignKey(() => Keeper, { onDelete: 'cascade' });
        },
      }).withMethods(methods);
      expect(await failureOf(() => tableDefinitions([Faulty]))).toMatchObject({
        code: 'orm.model.invalid',
        message: `Faulty.${name} cannot be the name of a method.`,
      });
    },
  );
});

describe('related()', () => {
  test('asks only for what is not in memory', async () => {
    const keeper = await Keeper.objects.create({ name: 'Henri' });
    await FilmReel.objects.create({ title: 'M', keeper });
    const joined = await FilmReel.objects.selectRelated('keeper').get();
    expect(await countQueries(() => joined.related('keeper'))).toBe(0);
    const bare = await FilmReel.objects.get();
    expect(await countQueries(() => bare.related('keeper'))).toBe(1);
    expect(await countQueries(() => bare.related('keeper'))).toBe(0);
  });

  test('refuses what is no relation', async () => {
    const reel = await FilmReel.objects.create({ title: 'M' });
    expect(await failureOf(() => reel.related('keper' as 'keeper'))).toMatchObject({
      code: 'orm.relation.unknown',
      hint: expect.stringContaining('"keeper"'),
    });
  });
});

describe('an abstract model', () => {
  test('gives its fields, relations and options to those based on it, and has no table', () => {
    const [table] = tableDefinitions([FilmReel]);
    expect(table?.columns.map(({ name }) => name)).toEqual([
      'id',
      'title',
      'status',
      'made',
      'note',
      'keeper_id',
    ]);
    expect(table?.indexes.map(({ name }) => name)).toEqual([
      'film_reel_keeper_id_index',
      'film_reel_title_unique',
      'film_reel_made_note_unique',
    ]);
    expect(registeredModels().map(({ name }) => name)).not.toContain('Timestamped');
  });

  test('orders the rows of models that say nothing of order', async () => {
    await FilmReel.objects.bulkCreate([
      { title: 'A', made: 1 },
      { title: 'B', made: 3 },
      { title: 'C', made: 2 },
    ]);
    expect((await FilmReel.objects).map(({ title }) => title)).toEqual(['B', 'C', 'A']);
    const Ordered = model('Ordered', {}, { bases: [Timestamped], ordering: ['made'] });
    await createTables();
    await Ordered.objects.bulkCreate([{ made: 2 }, { made: 1 }]);
    expect((await Ordered.objects).map(({ made }) => made)).toEqual([1, 2]);
  });

  test('gives way to fields of the model, then to bases before it', async () => {
    const Own = model('Own', { note: integer({ default: 3 }) }, { bases: [Archived, Timestamped] });
    await createTables();
    expect((await Own.objects.create({})).note).toBe(3);
    expect((await FilmReel.objects.create({ title: 'M' })).note).toBe('base');
  });

  test('takes no name of a table, and nothing else is a base', async () => {
    expect(await codeOf(() => abstractModel({}, { table: 'x' } as object))).toBe(
      'core.option.unknown',
    );
    expect(await codeOf(() => model('Faulty', {}, { bases: [Keeper as never] }))).toBe(
      'core.option.invalid',
    );
  });
});

describe('display()', () => {
  test('is the label of a choice', async () => {
    const reel = await FilmReel.objects.create({ title: 'M', status: 'b' });
    expect(reel.display('status')).toBe('Burnt');
  });

  test('refuses fields without choices', async () => {
    const reel = await FilmReel.objects.create({ title: 'M' });
    expect(await failureOf(() => reel.display('title' as 'status'))).toMatchObject({
      code: 'orm.field.unknown',
      hint: 'Choices: status.',
    });
  });

  test('is the value itself when it is no choice any more, and null when there is none', async () => {
    const Rated = model('Rated', { stars: integer({ choices: { 1: 'Bad' }, null: true }) });
    await createTables();
    const row = await Rated.objects.create({});
    expect(row.display('stars')).toBe(null);
    row.stars = 9 as 1;
    expect(row.display('stars')).toBe('9');
  });
});

test('a time that is set by itself', async () => {
  const Viewing = model('Viewing', { seen: datetime({ autoNowAdd: true }) });
  await createTables();
  const before = Date.now();
  const { seen } = await Viewing.objects.create({});
  expect(seen.getTime()).toBeGreaterThanOrEqual(before);
  const given = new Date(0);
  expect((await Viewing.objects.create({ seen: given })).seen).toEqual(given);
});
