import { expect, test } from 'vitest';
import { F, integer, registerLookup, registerTransform, text } from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { sqlOf } from '../../support/queries.ts';
import { connectSamples, Sample } from './samples.ts';

declare module '../../../src/orm/index.ts' {
  interface CustomLookups<Value> {
    ne: Value;
  }
  interface CustomTransforms {
    size: number;
  }
}

describeEachDatabase('lookups of one’s own', (kind) => {
  const names = (conditions: object) =>
    Sample.objects.filter(conditions).orderBy('name').valuesList('name', { flat: true });

  test('they are asked of every field of the kind', async () => {
    await connectSamples(kind);
    await Sample.objects.bulkCreate([
      { name: 'Jaws', nick: 'Jaws', whole: 4 },
      { name: 'Alien', nick: 'x', whole: 12 },
    ]);
    const unknown = () => names({ name__ne: 'Jaws' });
    if (kind === 'sqlite') expect(await codeOf(unknown)).toBe('orm.lookup.unknown');
    registerLookup('text', { name: 'ne', sql: '{left} <> {right}' });
    registerLookup(['integer', 'bigint'], {
      name: 'longer_than',
      sql: { sqlite: 'LENGTH({left}) > {right}', postgresql: 'LENGTH(({left})::text) > {right}' },
      takes: integer(),
    });
    registerTransform('text', { name: 'size', sql: 'LENGTH({operand})', output: integer() });
    registerTransform('text', { name: 'twice', sql: '{operand} || {operand}', output: text() });

    expect(await Sample.objects.filter({ name__ne: 'x', name__size__lt: 5 }).count()).toBe(1);
    expect(await unknown()).toEqual(['Alien']);
    expect(await names({ name__ne: F('nick') })).toEqual(['Alien']);
    expect(await names({ whole__longer_than: 1 })).toEqual(['Alien']);
    expect(await names({ name__size: 4 })).toEqual(['Jaws']);
    expect(await names({ name__size__gte: 4.5 })).toEqual(['Alien']);
    expect(await names({ name__twice__size: F('whole') })).toEqual([]);
    expect(await names({ name__twice__endswith: 'wsJaws' })).toEqual(['Jaws']);
    expect(await names({ name__twice__ne: 'AlienAlien' })).toEqual(['Jaws']);
    expect(await Sample.objects.orderBy('-name__size' as never).values('name')).toEqual([
      { name: 'Alien' },
      { name: 'Jaws' },
    ]);
    const hostile = "' OR 1 = 1; --";
    const [sql] = await sqlOf(() => names({ name__ne: hostile }));
    expect(sql).not.toContain('OR 1');
    expect(await names({ name__ne: hostile })).toEqual(['Alien', 'Jaws']);
    expect(await codeOf(() => names({ name__ne: 5 }))).toBe('orm.value.invalid');
  });

  test('a database without SQL for it is named', async () => {
    await connectSamples(kind);
    const other = kind === 'sqlite' ? 'postgresql' : 'sqlite';
    const sql = { [other]: '{left} = {right}' };
    registerLookup('text', { name: `only_${other}`, sql });
    expect(await codeOf(() => names({ [`name__only_${other}`]: 'a' }))).toBe(
      'orm.query.unsupported',
    );
  });

  test('wrong declarations are refused', async () => {
    const sql = '{left} = {right}';
    const output = integer();
    for (const work of [
      () => registerLookup('text', { name: 'exact', sql }),
      () => registerLookup('text', { name: 'a__b', sql }),
      () => registerLookup('text', { name: "a'b", sql }),
      () => registerLookup('text', { name: 'half', sql: '{left} = 1' }),
      () => registerLookup('text', { name: 'none', sql: {} as never, takes: output }),
      () => registerTransform('date', { name: 'year', sql: '{operand}', output }),
      () => registerTransform('text', { name: 'icontains', sql: '{operand}', output }),
      () => registerTransform('text', { name: 'x', sql: 'LENGTH(1)', output }),
      () => registerTransform('text', { name: 'x', sql: '{operand}', output: {} as never }),
    ]) {
      const failure = await failureOf(work);
      expect([String(work), failure.code]).toEqual([String(work), 'orm.lookup.invalid']);
    }
  });
});
