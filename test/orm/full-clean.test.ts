import { beforeEach, describe, expect, test } from 'vitest';
import {
  array,
  char,
  checkConstraint,
  createTables,
  decimal,
  email,
  F,
  foreignKey,
  generated,
  integer,
  json,
  maxValue,
  minLength,
  model,
  positiveInteger,
  Q,
  slug,
  text,
  uniqueConstraint,
  validationError,
} from '../../src/orm/index.ts';
import { connectEmpty, describeEachDatabase } from '../support/databases.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { countQueries } from '../support/queries.ts';

const Venue = model('Venue', {
  name: char({ maxLength: 10 }),
});

const Event = model(
  'Event',
  {
    title: char({ maxLength: 10, validators: [minLength(2)] }),
    handle: slug({ unique: true }),
    contact: email({ null: true }),
    price: decimal({ digits: 4, places: 2, default: '5.00', validators: [maxValue(50)] }),
    seats: positiveInteger({ default: 10 }),
    sold: integer({ default: 0 }),
    status: char({ choices: { open: 'Open', closed: 'Closed' }, default: 'open' }),
    note: text({ default: '', blank: true }),
    extra: json({ null: true }),
    startsAt: integer({ null: true }),
    left: generated({ expression: F('seats').sub(F('sold')), output: integer() }),
    get venue() {
      return foreignKey(() => Venue, { onDelete: 'cascade' });
    },
  },
  {
    unique: [['venue', 'startsAt']],
    constraints: [
      checkConstraint({ check: Q({ sold__lte: F('seats') }), name: 'not_oversold' }),
      checkConstraint({
        check: Q({ status: 'closed' }).or({ seats__gte: 1 }),
        name: 'open_has_seats',
        violationMessage: 'An open event needs seats.',
        violationCode: 'no_seats',
      }),
      uniqueConstraint({ fields: ['title'], condition: { status: 'open' }, name: 'one_open' }),
    ],
  },
).withMethods({
  clean() {
    if (this.title === 'Fire!') throw validationError({ title: 'Not in a cinema.' });
    if (this.note === 'secret') throw validationError('Says nothing.', { code: 'secret' });
  },
});

/** What is wrong, as `[field, code]`. */
async function wrong(work: () => unknown): Promise<unknown[]> {
  const { code, status, details } = await failureOf(work);
  expect([code, status]).toEqual(['orm.validation', 400]);
  const errors = details.errors as Record<string, { code: string }[]>;
  return Object.entries(errors).flatMap(([name, issues]) =>
    issues.map((issue) => [name, issue.code]),
  );
}

describeEachDatabase('fullClean()', (kind) => {
  let venue: number;
  const create = (values: object = {}) =>
    Event.objects.create({ title: 'Metropolis', handle: 'metropolis', venue, ...values });

  beforeEach(async () => {
    await connectEmpty(kind);
    await createTables();
    venue = (await Venue.objects.create({ name: 'Ufa' })).id;
  });

  test('accepts a row that is right', async () => {
    const event = await create({ contact: 'ada@example.com', extra: { a: 1 }, startsAt: 1 });
    await event.fullClean();
    await (await Event.objects.get()).fullClean();
  });

  test('says of each field what is wrong with it, by its kind and its validators', async () => {
    const event = await create();
    Object.assign(event, {
      title: 'M',
      handle: 'not a slug',
      contact: 'nobody',
      price: '51.123',
      seats: -1,
      status: 'lost',
      extra: {},
      venueId: 99,
    });
    expect(await wrong(() => event.fullClean())).toEqual([
      ['title', 'min_length'],
      ['handle', 'invalid'],
      ['contact', 'invalid'],
      ['price', 'max_digits'],
      ['price', 'max_value'],
      ['seats', 'min_value'],
      ['status', 'invalid_choice'],
      ['extra', 'blank'],
      ['venue', 'invalid'],
    ]);
  });

  test('has messages for users, in the error and by field', async () => {
    const event = await create();
    event.title = 'x'.repeat(11);
    (event as { status: string }).status = 'lost';
    expect(await failureOf(() => event.fullClean())).toMatchObject({
      message:
        'The Event is not valid. ' +
        'title: Ensure this value has at most 10 characters (it has 11). ' +
        'status: Value "lost" is not a valid choice.',
      details: {
        errors: {
          status: [{ params: { value: 'lost' } }],
          title: [{ params: { limitValue: 10 } }],
        },
      },
    });
  });

  test('tells empty, missing and wrong values apart', async () => {
    const event = await create();
    Object.assign(event, { title: '', handle: null, seats: 'many', note: '', contact: null });
    expect(await wrong(() => event.fullClean())).toEqual([
      ['title', 'blank'],
      ['handle', 'null'],
      ['seats', 'invalid'],
    ]);
  });

  test('puts canonical values in the place of what was given', async () => {
    const event = await create();
    Object.assign(event, { price: 7 });
    await event.fullClean();
    expect(String(event.price)).toBe('7');
  });

  test("runs the model's own clean(), which may speak of fields or of all", async () => {
    const event = await create();
    event.title = 'Fire!';
    expect(await wrong(() => event.fullClean())).toEqual([['title', 'invalid']]);
    Object.assign(event, { title: 'M!', note: 'secret' });
    expect(await wrong(() => event.fullClean())).toEqual([['__all__', 'secret']]);
  });

  test('finds other rows with the same values', async () => {
    await create({ startsAt: 20 });
    const other = await create({ title: 'M', handle: 'm', startsAt: 21 });
    await create({ title: 'X', handle: 'x', startsAt: null });
    Object.assign(other, { title: 'MM', handle: 'metropolis', startsAt: 20 });
    const failure = await failureOf(() => other.fullClean());
    expect(failure.details).toMatchObject({
      errors: {
        handle: [{ code: 'unique', message: 'Event with this Handle already exists.' }],
        __all__: [
          {
            code: 'unique_together',
            message: 'Event with this Venue and Starts at already exists.',
          },
        ],
      },
    });
    await other.fullClean({ validateUnique: false });
    Object.assign(other, { handle: 'm', startsAt: null });
    await other.fullClean();
  });

  test('asks the database about checks, with the values in memory', async () => {
    const event = await create();
    event.sold = 11;
    expect(await failureOf(() => event.fullClean())).toMatchObject({
      details: {
        errors: {
          __all__: [{ message: 'Constraint “not_oversold” is violated.', code: 'invalid' }],
        },
      },
    });
    Object.assign(event, { sold: 0, seats: 0 });
    expect(await failureOf(() => event.fullClean())).toMatchObject({
      details: {
        errors: { __all__: [{ message: 'An open event needs seats.', code: 'no_seats' }] },
      },
    });
    await event.fullClean({ validateConstraints: false });
    event.status = 'closed';
    await event.fullClean();
  });

  test('compares only the rows that a condition is about', async () => {
    await create();
    const other = await create({ handle: 'other', status: 'closed' });
    await other.fullClean();
    other.status = 'open';
    expect(await wrong(() => other.fullClean())).toEqual([['__all__', 'invalid']]);
  });

  test('leaves excluded and unloaded fields alone, and what is about them', async () => {
    const event = await create();
    Object.assign(event, { title: 'M', sold: 11 });
    await event.fullClean({ exclude: ['title', 'sold'] });
    const partial = await Event.objects.only('title', 'note').get();
    expect(await countQueries(() => partial.fullClean())).toBe(0);
    expect(await codeOf(() => event.fullClean({ exclude: ['titel'] }))).toBe('orm.field.unknown');
    expect(await codeOf(() => event.fullClean({ exlude: [] } as object))).toBe(
      'core.option.unknown',
    );
  });

  test('a validator may be asynchronous, and its other failures are no issues', async () => {
    const Guest = model(`Guest_${kind}`, {
      name: char({
        maxLength: 9,
        validators: [
          async (name) => {
            await Promise.resolve();
            if (name === 'nobody') throw validationError('Nobody comes.', { code: 'nobody' });
            if (name === 'broken') throw new TypeError('broken');
          },
        ],
      }),
    });
    await createTables();
    const guest = await Guest.objects.create({ name: 'nobody' });
    expect(await wrong(() => guest.fullClean())).toEqual([['name', 'nobody']]);
    guest.name = 'broken';
    await expect(guest.fullClean()).rejects.toThrow(TypeError);
  });

  test('of a model looks at values for a new row', async () => {
    await create({ startsAt: 20 });
    const values = { title: 'M', handle: 'metropolis', venue, startsAt: 20, price: 'much' };
    expect(await wrong(() => Event.fullClean(values))).toEqual([
      ['title', 'min_length'],
      ['price', 'invalid'],
      ['handle', 'unique'],
      ['__all__', 'unique_together'],
    ]);
    expect(await wrong(() => Event.fullClean({ venue }))).toEqual([
      ['title', 'null'],
      ['handle', 'null'],
    ]);
    const right = { title: 'Nosferatu', handle: 'n', venue: await Venue.objects.get() };
    await Event.fullClean(right);
    expect(await Event.objects.count()).toBe(1);
    expect(await codeOf(() => Event.fullClean({ titel: 'M' }))).toBe('orm.field.unknown');
  });
});

describe('a list', () => {
  test('has a validator for its size, and is blank when it is empty', () => {
    const tags = array(char({ maxLength: 3 }), { size: 2 });
    expect(tags.normalizeCompared(['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(tags.normalize(['a', 'b', 'c'])).toBeUndefined();
    expect(tags.normalize(['a', 'long'])).toBeUndefined();
    expect(tags.normalize(['a', null])).toBeUndefined();
    expect(array(char({ maxLength: 3, null: true })).normalize(['a', null])).toEqual(['a', null]);
  });
});
