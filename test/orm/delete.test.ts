import { beforeEach, describe, expect, test } from 'vitest';
import {
  createTables,
  database,
  foreignKey,
  hasMany,
  integer,
  model,
} from '../../src/orm/index.ts';
import {
  addMovies,
  Country,
  connectCinema,
  Director,
  Genre,
  Movie,
  Studio,
} from '../support/cinema.ts';
import { failureOf } from '../support/failures.ts';
import { sqlOf } from '../support/queries.ts';

/** A reel that comes before another one, and may come last of a loop. */
const Reel = model('Reel', {
  number: integer(),
  get next() {
    return foreignKey(() => Reel, { onDelete: 'cascade', null: true });
  },
});

/** A movie's sequel keeps it from being deleted alone. */
const Sequel = model('Sequel', {
  get of() {
    return foreignKey(() => Sequel, { onDelete: 'restrict', null: true });
  },
});

/** A cinema has a favourite seat, which is one of its seats. */
const Hall = model('Hall', {
  get seats() {
    return hasMany(() => Seat, 'hall');
  },
  get best() {
    return foreignKey(() => Seat, { onDelete: 'cascade', null: true });
  },
});
const Seat = model('Seat', {
  get hall() {
    return foreignKey(() => Hall, { onDelete: 'cascade' });
  },
});

/** An award of a director for a movie: it stays with the director, yet goes with the movie. */
const Award = model('Award', {
  get director() {
    return foreignKey(() => Director, { onDelete: 'restrict' });
  },
  get movie() {
    return foreignKey(() => Movie, { onDelete: 'cascade' });
  },
});

let cinema: Awaited<ReturnType<typeof addMovies>>;

beforeEach(async () => {
  await connectCinema();
  await createTables();
  cinema = await addMovies();
});

describe('a delete', () => {
  test('of rows that nothing refers to takes one statement', async () => {
    const award = await Award.objects.create({ director: cinema.kubrick, movie: cinema.shining });
    const sent = await sqlOf(async () => {
      expect(await award.delete()).toEqual({ count: 1, byModel: { Award: 1 } });
    });
    expect(sent).toEqual(['DELETE FROM "award" WHERE "award"."id" = ?']);
  });

  test('of nothing counts nothing', async () => {
    expect(await Movie.objects.filter({ year: 1900 }).delete()).toEqual({ count: 0, byModel: {} });
    expect(await sqlOf(() => Movie.objects.none().delete())).toEqual([]);
  });

  test('leaves the other rows alone', async () => {
    await Movie.objects.filter({ year: 1975 }).delete();
    expect((await Movie.objects.orderBy('id')).map(({ title }) => title)).toEqual([
      'The Shining',
      'Lincoln',
    ]);
  });
});

describe('onDelete: cascade', () => {
  test('takes the rows that refer along, level by level, and counts them', async () => {
    expect(await cinema.kubrick.delete()).toEqual({
      count: 6,
      byModel: { Director: 1, Movie: 2, Movie_genres: 3 },
    });
    expect(await Movie.objects.count()).toBe(2);
    expect(await Genre.objects.count()).toBe(2);
  });

  test('is one transaction, which first reads and then writes', async () => {
    const sent = await sqlOf(() => cinema.kubrick.delete());
    const verbs = sent.map((sql) => sql.split(' ')[0]);
    expect(verbs[0]).toBe('BEGIN');
    expect(verbs.at(-1)).toBe('COMMIT');
    expect(verbs.lastIndexOf('SELECT')).toBeLessThan(verbs.indexOf('DELETE'));
    // Pairs and awards, to which nothing refers, without looking whether there are any.
    expect(verbs.filter((verb) => verb === 'DELETE')).toHaveLength(4);
  });

  test('works for many rows at once', async () => {
    const { byModel } = await Director.objects.filter({ movies__votes__gte: 0 }).delete();
    expect(byModel).toEqual({ Director: 2, Movie: 4, Movie_genres: 5 });
  });
});

describe('onDelete: set null', () => {
  test('keeps the rows and empties their keys', async () => {
    expect(await cinema.usa.delete()).toEqual({ count: 1, byModel: { Country: 1 } });
    expect(await Director.objects.filter({ country: null }).count()).toBe(3);
  });

  test('does it for no other row', async () => {
    const france = await Country.objects.create({ name: 'France' });
    await Director.objects.filter({ id: cinema.varda.id }).update({ country: france });
    await cinema.usa.delete();
    expect((await Director.objects.get({ country: france })).name).toBe('Agnès Varda');
  });
});

describe('onDelete: restrict', () => {
  test('refuses and names the relation; nothing has been deleted', async () => {
    expect(await failureOf(() => cinema.warner.delete())).toMatchObject({
      code: 'orm.delete.restricted',
      status: 409,
      message: 'A Studio cannot be deleted: 2 Movie rows refer to it by Movie.studio.',
      details: { relation: 'Movie.studio', count: 2 },
    });
    expect(await Studio.objects.count()).toBe(2);
  });

  test('lets go what nothing refers to', async () => {
    await Movie.objects.filter({ studio: cinema.warner }).delete();
    expect(await cinema.warner.delete()).toEqual({ count: 1, byModel: { Studio: 1 } });
  });

  test('refuses a whole delete for one row', async () => {
    await Studio.objects.create({ name: 'Empty' });
    expect((await failureOf(() => Studio.objects.delete())).code).toBe('orm.delete.restricted');
    expect(await Studio.objects.count()).toBe(3);
  });

  test('does not mind rows of the same delete', async () => {
    const first = await Sequel.objects.create({});
    await Sequel.objects.create({ of: first });
    expect((await failureOf(() => first.delete())).code).toBe('orm.delete.restricted');
    expect(await Sequel.objects.delete()).toEqual({ count: 2, byModel: { Sequel: 2 } });
  });

  test('holds for SQL past the framework too', async () => {
    const deleted = () => database().raw('DELETE FROM studio');
    expect((await failureOf(deleted)).code).toBe('db.constraint.foreign_key');
    expect(await Studio.objects.count()).toBe(2);
  });

  test('does not mind rows that go along anyway', async () => {
    await Award.objects.create({ director: cinema.kubrick, movie: cinema.shining });
    expect((await cinema.kubrick.delete()).byModel).toMatchObject({ Director: 1, Award: 1 });
    await Award.objects.create({ director: cinema.spielberg, movie: cinema.jaws });
    await Movie.objects.filter({ title: 'Lincoln' }).delete();
    await Award.objects.create({ director: cinema.varda, movie: cinema.jaws });
    expect((await failureOf(() => cinema.varda.delete())).code).toBe('orm.delete.restricted');
  });
});

describe('rows that refer to each other', () => {
  test('go together, each counted once', async () => {
    const first = await Reel.objects.create({ number: 1 });
    const second = await Reel.objects.create({ number: 2, next: first });
    first.nextId = second.id;
    await first.save();
    await Reel.objects.create({ number: 3 });
    expect(await first.delete()).toEqual({ count: 2, byModel: { Reel: 2 } });
    expect((await Reel.objects.get()).number).toBe(3);
  });

  test('a row that refers to itself goes', async () => {
    const reel = await Reel.objects.create({ number: 1 });
    reel.nextId = reel.id;
    await reel.save();
    expect(await reel.delete()).toEqual({ count: 1, byModel: { Reel: 1 } });
  });

  test('a chain of a hundred goes', async () => {
    let next: Awaited<ReturnType<typeof Reel.objects.create>> | null = null;
    for (let number = 0; number < 100; number++) {
      next = await Reel.objects.create({ number, next });
    }
    const { id } = await Reel.objects.get({ number: 0 });
    expect(await Reel.objects.filter({ id }).delete()).toMatchObject({ count: 100 });
  });

  test('over two models too', async () => {
    const hall = await Hall.objects.create({});
    const [seat] = await Seat.objects.bulkCreate([{ hall }, { hall }]);
    hall.bestId = seat!.id;
    await hall.save();
    expect(await hall.delete()).toEqual({ count: 3, byModel: { Hall: 1, Seat: 2 } });
    expect(await Seat.objects.count()).toBe(0);
  });
});
