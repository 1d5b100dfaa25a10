import { onTestFinished } from 'vitest';
import {
  bigInteger,
  boolean,
  char,
  createTables,
  date,
  datetime,
  decimal,
  duration,
  float,
  integer,
  json,
  model,
  setTimeZone,
  time,
} from '../../../src/orm/index.ts';
import { connectEmpty, type DatabaseKind } from '../../support/databases.ts';

/** A column of every kind that functions are asked of. */
export const Sample = model('Sample', {
  name: char({ maxLength: 40 }),
  nick: char({ maxLength: 40, null: true }),
  whole: integer({ default: 0 }),
  big: bigInteger({ default: 0n }),
  real: float({ default: 0 }),
  price: decimal({ digits: 8, places: 2, default: '0.00' }),
  isGood: boolean({ default: false }),
  day: date({ null: true }),
  clock: time({ null: true }),
  instant: datetime({ null: true }),
  other: datetime({ null: true }),
  span: duration({ null: true }),
  data: json({ null: true }),
});

/** Connects to an empty database with the table; the zone is UTC again when the test is over. */
export async function connectSamples(kind: DatabaseKind): Promise<void> {
  await connectEmpty(kind);
  await createTables();
  onTestFinished(() => setTimeZone('UTC'));
}

/** The values of an expression for all samples, by their keys. */
export async function valuesOf(expression: unknown): Promise<unknown[]> {
  const rows = await Sample.objects
    .orderBy('id')
    .annotate({ answer: expression as never })
    .values('answer' as never);
  return (rows as unknown as { answer: unknown }[]).map(({ answer }) => answer);
}
