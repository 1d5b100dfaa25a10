import { expect, test } from 'vitest';
import {
  Duration,
  Extract,
  ExtractHour,
  ExtractIsoWeekDay,
  ExtractIsoYear,
  ExtractMinute,
  ExtractQuarter,
  ExtractSecond,
  ExtractWeek,
  ExtractWeekDay,
  ExtractYear,
  F,
  Now,
  setTimeZone,
  Trunc,
  TruncDate,
  TruncDay,
  TruncHour,
  TruncMinute,
  TruncMonth,
  TruncQuarter,
  TruncSecond,
  TruncTime,
  TruncWeek,
  TruncYear,
  Value,
} from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { connectSamples, Sample, valuesOf } from './samples.ts';

const paris = { zone: 'Europe/Paris' };
const at = (text: string) => new Date(text);

/** Answers for day 2021-01-03 (a Sunday), clock 22:15:30.5, instant 2015-12-31T23:30:45.678Z. */
const answers: readonly (readonly [string, unknown, unknown])[] = [
  ['year of a day', ExtractYear('day'), 2021],
  ['ISO year of a day', ExtractIsoYear('day'), 2020],
  ['quarter of a day', ExtractQuarter('day'), 1],
  ['month of a day', Extract('day', 'month'), 1],
  ['ISO week of a day', ExtractWeek('day'), 53],
  ['day of a day', Extract('day', 'day'), 3],
  ['week day of a Sunday', ExtractWeekDay('day'), 1],
  ['ISO week day of a Sunday', ExtractIsoWeekDay('day'), 7],
  ['hour of a time', ExtractHour('clock'), 22],
  ['minute of a time', ExtractMinute('clock'), 15],
  ['second of a time, not rounded', ExtractSecond('clock'), 30],
  ['year of an instant', ExtractYear('instant'), 2015],
  ['year of an instant in a zone', ExtractYear('instant', paris), 2016],
  ['hour of an instant', ExtractHour('instant'), 23],
  ['hour of an instant in a zone', ExtractHour('instant', paris), 0],
  ['second of an instant', ExtractSecond('instant'), 45],
  ['TruncYear of a day', TruncYear('day'), '2021-01-01'],
  ['TruncQuarter of a day', TruncQuarter('day'), '2021-01-01'],
  ['TruncMonth of a day', TruncMonth('day'), '2021-01-01'],
  ['TruncWeek of a day', TruncWeek('day'), '2020-12-28'],
  ['TruncDay of a day', TruncDay('day'), '2021-01-03'],
  ['TruncHour of a time', TruncHour('clock'), '22:00:00'],
  ['TruncMinute of a time', TruncMinute('clock'), '22:15:00'],
  ['TruncSecond of a time', TruncSecond('clock'), '22:15:30'],
  ['TruncYear of an instant', TruncYear('instant'), at('2015-01-01T00:00:00Z')],
  ['TruncYear in a zone', TruncYear('instant', paris), at('2015-12-31T23:00:00Z')],
  ['TruncQuarter in a zone', TruncQuarter('instant', paris), at('2015-12-31T23:00:00Z')],
  ['TruncMonth of an instant', TruncMonth('instant'), at('2015-12-01T00:00:00Z')],
  ['TruncWeek of an instant', TruncWeek('instant'), at('2015-12-28T00:00:00Z')],
  ['TruncDay in a zone', TruncDay('instant', paris), at('2015-12-31T23:00:00Z')],
  ['TruncHour of an instant', TruncHour('instant'), at('2015-12-31T23:00:00Z')],
  ['TruncMinute of an instant', TruncMinute('instant'), at('2015-12-31T23:30:00Z')],
  ['TruncSecond of an instant', TruncSecond('instant'), at('2015-12-31T23:30:45Z')],
  ['TruncDate of an instant', TruncDate('instant'), '2015-12-31'],
  ['TruncDate in a zone', TruncDate('instant', paris), '2016-01-01'],
  ['TruncTime of an instant', TruncTime('instant'), '23:30:45.678'],
  ['TruncTime in a zone', TruncTime('instant', paris), '00:30:45.678'],
  ['Trunc', Trunc('instant', 'month', paris), at('2015-12-31T23:00:00Z')],
];

const span = new Duration({ hours: 2, milliseconds: 500 });

/** other is 2015-12-31T00:00:00Z, span 90 minutes. */
const arithmetic: readonly (readonly [string, unknown, unknown])[] = [
  ['instant + span', F('instant').add(span), at('2016-01-01T01:30:46.178Z')],
  ['instant - span', F('instant').sub(span), at('2015-12-31T21:30:45.178Z')],
  ['instant + column', F('instant').add(F('span')), at('2016-01-01T01:00:45.678Z')],
  ['column + instant', F('span').add(F('instant')), at('2016-01-01T01:00:45.678Z')],
  ['day + span', F('day').add(span), at('2021-01-03T02:00:00.500Z')],
  ['day - span', F('day').sub(span), at('2021-01-02T21:59:59.500Z')],
  ['time + span, around midnight', F('clock').add(span), '00:15:31'],
  ['time - span', F('clock').sub(span), '20:15:30'],
  ['instant - instant', F('instant').sub(F('other')), new Duration('PT23H30M45.678S')],
  ['day - day', F('day').sub('2020-12-31'), new Duration({ days: 3 })],
  ['day - instant', F('day').sub(F('other')), new Duration({ days: 1830 })],
  ['time - time', F('clock').sub('22:15:00.25'), new Duration('PT30.25S')],
  ['span + span', F('span').add(span), new Duration('PT3H30M0.5S')],
  ['span - span', F('span').sub(span), new Duration('-PT30M0.5S')],
  ['span * number', F('span').mul(1.5), new Duration('PT2H15M')],
  ['span / number', F('span').div(4), new Duration('PT22M30S')],
];

describeEachDatabase('functions of dates', (kind) => {
  const setUp = async () => {
    await connectSamples(kind);
    await Sample.objects.create({
      name: 'a',
      day: '2021-01-03',
      clock: '22:15:30.5',
      instant: '2015-12-31T23:30:45.678Z',
      other: '2015-12-31T00:00:00Z',
      span: { minutes: 90 },
    });
  };

  test('parts and truncations', async () => {
    await setUp();
    for (const [title, expression, expected] of answers) {
      expect([title, await valuesOf(expression)]).toEqual([title, [expected]]);
    }
  });

  test('arithmetic', async () => {
    await setUp();
    for (const [title, expression, expected] of arithmetic) {
      const [answer] = await valuesOf(expression);
      const isSpan = expected instanceof Duration;
      expect([title, isSpan ? String(answer) : answer]).toEqual([
        title,
        isSpan ? String(expected) : expected,
      ]);
    }
  });

  test('NULL gives NULL', async () => {
    await connectSamples(kind);
    await Sample.objects.create({ name: 'a' });
    for (const expression of [
      ExtractYear('day'),
      ExtractHour('instant', paris),
      TruncMonth('instant', paris),
      TruncTime('instant'),
      F('instant').add(span),
      F('clock').sub(span),
      F('day').sub(F('instant')),
    ]) {
      expect(await valuesOf(expression)).toEqual([null]);
    }
  });

  test('a span is compared and written', async () => {
    await setUp();
    const lasting = Sample.objects.annotate({ since: F('instant').sub(F('other')) });
    expect(await lasting.filter({ since__gt: { hours: 23 } } as never).count()).toBe(1);
    expect(await lasting.filter({ since__gt: { hours: 24 } } as never).count()).toBe(0);
    await Sample.objects.update({ other: F('instant').add(F('span')) } as never);
    expect((await Sample.objects.get()).other).toEqual(at('2016-01-01T01:00:45.678Z'));
  });

  test('Now() is the time of the statement', async () => {
    await setUp();
    const before = Date.now();
    const [now] = (await valuesOf(Now())) as [Date];
    expect(Math.abs(now.getTime() - before)).toBeLessThan(60_000);
    expect(await Sample.objects.filter({ instant__lt: Now() }).count()).toBe(1);
  });

  test('the zone of setTimeZone() counts when the query is made', async () => {
    await setUp();
    const years = Sample.objects.annotate({ year: ExtractYear('instant') }).values('year');
    const lastYear = Sample.objects.filter({ instant__year: 2015 });
    expect(await years.all()).toEqual([{ year: 2015 }]);
    expect(await lastYear.count()).toBe(1);
    setTimeZone('Europe/Paris');
    expect(await years.all()).toEqual([{ year: 2016 }]);
    expect(await lastYear.all().count()).toBe(0);
    setTimeZone('UTC');
    expect(await years.all()).toEqual([{ year: 2015 }]);
    expect(await lastYear.all().count()).toBe(1);
  });

  test('wrong units, zones and types are refused', async () => {
    await setUp();
    const annotate = (a: unknown) => () => Sample.objects.annotate({ a: a as never });
    expect(await codeOf(() => Extract('day', 'decade' as never))).toBe('orm.expression.invalid');
    expect(await codeOf(() => Trunc('day', "day')--" as never))).toBe('orm.expression.invalid');
    expect(await codeOf(() => Trunc('instant', 'day', { zone: "UTC'; --" }))).toBe(
      'orm.time_zone.unknown',
    );
    expect(await codeOf(annotate(ExtractHour('day')))).toBe('orm.expression.mixed');
    expect(await codeOf(annotate(ExtractYear('clock')))).toBe('orm.expression.mixed');
    expect(await codeOf(annotate(TruncHour('day')))).toBe('orm.expression.mixed');
    expect(await codeOf(annotate(TruncYear('name')))).toBe('orm.expression.mixed');
    expect(await codeOf(annotate(TruncDay('day', paris)))).toBe('orm.expression.invalid');
    expect(await codeOf(annotate(F('day').add(F('day'))))).toBe('orm.expression.mixed');
    expect(await codeOf(annotate(F('clock').add(Value('x'))))).toBe('orm.expression.mixed');
  });
});

describeEachDatabase('where the clock is put back', (kind) => {
  test('the two hours of the same name stay apart', async () => {
    await connectSamples(kind);
    const instants = [at('2022-10-30T00:30:45.678Z'), at('2022-10-30T01:30:45.678Z')];
    const cut = async (instant: Date) => {
      await Sample.objects.create({ name: 'autumn', instant });
      const units = { hour: TruncHour('instant', paris), minute: TruncMinute('instant', paris) };
      const cuts = { ...units, second: TruncSecond('instant', paris) };
      return Sample.objects.values(cuts).get({ instant });
    };
    expect(await cut(instants[0]!)).toEqual({
      hour: at('2022-10-30T00:00:00Z'),
      minute: at('2022-10-30T00:30:00Z'),
      second: at('2022-10-30T00:30:45Z'),
    });
    expect(await cut(instants[1]!)).toEqual({
      hour: at('2022-10-30T01:00:00Z'),
      minute: at('2022-10-30T01:30:00Z'),
      second: at('2022-10-30T01:30:45Z'),
    });
  });
});
