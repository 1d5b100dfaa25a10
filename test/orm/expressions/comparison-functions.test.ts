import { expect, test } from 'vitest';
import {
  Cast,
  Coalesce,
  Collate,
  char,
  Decimal,
  date,
  datetime,
  decimal,
  F,
  Func,
  float,
  Greatest,
  integer,
  Least,
  NullIf,
  text,
  Value,
} from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { sqlOf } from '../../support/queries.ts';
import { connectSamples, Sample, valuesOf } from './samples.ts';

describeEachDatabase('functions that compare and convert', (kind) => {
  const setUp = async () => {
    await connectSamples(kind);
    await Sample.objects.bulkCreate([
      { name: 'Jaws', nick: 'Shark', whole: 8, real: 2.5, price: '7.50', isGood: true },
      { name: '12', whole: 3, real: -1, price: '9.99', day: '2021-01-03' },
    ]);
  };

  test('Coalesce', async () => {
    await setUp();
    expect(await valuesOf(Coalesce('nick', 'name'))).toEqual(['Shark', '12']);
    expect(await valuesOf(Coalesce('nick', Value('none')))).toEqual(['Shark', 'none']);
    expect(await valuesOf(Coalesce('day', Value('1999-12-31')))).toEqual([
      '1999-12-31',
      '2021-01-03',
    ]);
    expect(await valuesOf(Coalesce('instant', new Date(0)))).toEqual([new Date(0), new Date(0)]);
  });

  test('Greatest and Least', async () => {
    await setUp();
    expect((await valuesOf(Greatest('price', 8))).map(Number)).toEqual([8, 9.99]);
    expect(await valuesOf(Greatest('whole', 'real'))).toEqual([8, 3]);
    expect(await valuesOf(Least('whole', 'real', Value(0)))).toEqual([0, -1]);
    // PostgreSQL leaves NULL out.
    const withNull = kind === 'sqlite' ? null : 'Z';
    expect(await valuesOf(Greatest('nick', Value('Z')))).toEqual(['Z', withNull]);
  });

  test('NullIf', async () => {
    await setUp();
    expect(await valuesOf(NullIf('name', Value('12')))).toEqual(['Jaws', null]);
    const others = await valuesOf(NullIf('price', 7.5));
    expect(others.map(String)).toEqual(['null', '9.99']);
  });

  test('Cast', async () => {
    await setUp();
    const number = Sample.objects.filter({ name: '12' });
    const castOf = async (expression: unknown) => {
      const [row] = await number.annotate({ a: expression as never }).values('a' as never);
      return (row as { a: unknown }).a;
    };
    expect(await castOf(Cast('name', integer()))).toBe(12);
    expect(await castOf(Cast('name', integer({ bits: 64 })))).toBe(12);
    expect(await castOf(Cast('name', float()))).toBe(12);
    expect(String(await castOf(Cast('name', decimal({ digits: 6, places: 2 }))))).toBe('12.00');
    expect(await castOf(Cast('whole', text()))).toBe('3');
    expect(await castOf(Cast(Value(5), char({ maxLength: 9 })))).toBe('5');
    expect(await castOf(Cast('isGood', integer()))).toBe(0);
    expect(await castOf(Cast('isGood', integer({ bits: 64 })))).toBe(0);
    expect(await castOf(Cast('day', datetime()))).toEqual(new Date('2021-01-03T00:00:00Z'));
    expect(await castOf(Cast(Value('2021-01-03'), date()))).toBe('2021-01-03');
    expect(await castOf(Cast('nick', integer()))).toBe(null);
    const cast = await castOf(Cast(F('whole').div(2), decimal({ digits: 5, places: 1 })));
    expect(cast).toBeInstanceOf(Decimal);
  });

  test('Collate', async () => {
    await setUp();
    const collation = kind === 'sqlite' ? 'nocase' : 'C';
    const sql = await sqlOf(() => Sample.objects.orderBy(Collate('name', collation)).only('id'));
    expect(sql[0]).toContain(`("sample"."name" COLLATE "${collation}")`);
    for (const name of ['', 'a"b', "x'; --", 'C" DESC', 7 as never]) {
      expect(await codeOf(() => Collate('name', name))).toBe('orm.expression.invalid');
    }
  });

  test('Func takes any function of the database', async () => {
    await setUp();
    const name = Func(['name'], { function: 'UPPER', output: text() });
    expect(await valuesOf(name)).toEqual(['JAWS', '12']);
    const both = Func(['whole', Value(100)], { template: '({1} - {0})', output: integer() });
    expect(await valuesOf(both)).toEqual([92, 97]);
    const many = Func(['whole', 'id'], {
      template: 'SUM({0}) + SUM({1})',
      output: float(),
      isAggregate: true,
    });
    expect(await Sample.objects.aggregate({ many })).toEqual({ many: 8 + 3 + 1 + 2 });
  });

  test('values in Func() are parameters', async () => {
    await setUp();
    const hostile = "'; DROP TABLE sample; --";
    const made = Func([Value(hostile)], { function: 'LOWER', output: text() });
    expect(await valuesOf(made)).toEqual(Array(2).fill(hostile.toLowerCase()));
    const sql = await sqlOf(() => Sample.objects.annotate({ made }).only('id'));
    expect(sql[0]).not.toContain('DROP');
    expect(await codeOf(() => Func([], { function: 'a(b', output: text() }))).toBe(
      'orm.expression.invalid',
    );
    expect(await codeOf(() => Func(['name'], { template: 'f({1})', output: text() }))).toBe(
      'orm.expression.invalid',
    );
    expect(await codeOf(() => Func(['name'], { output: text() }))).toBe('orm.expression.invalid');
    expect(await codeOf(() => Func(['name'], { function: 'f', output: 'text' as never }))).toMatch(
      /invalid/,
    );
  });

  test('types without a common one are refused', async () => {
    await setUp();
    expect(
      await failureOf(() => Sample.objects.annotate({ a: Coalesce('name', 'whole') })),
    ).toMatchObject({
      code: 'orm.expression.mixed',
      message: 'Coalesce() is given a text and a integer, which have nothing in common.',
    });
    expect(await codeOf(() => Cast('name', 'integer' as never))).toBe('orm.expression.invalid');
  });
});
