import {
  Count,
  Extract,
  ExtractDay,
  ExtractHour,
  ExtractIsoWeekDay,
  ExtractIsoYear,
  ExtractMinute,
  ExtractMonth,
  ExtractQuarter,
  ExtractSecond,
  ExtractWeek,
  ExtractWeekDay,
  ExtractYear,
  F,
  Max,
  Now,
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
} from '../../../../src/orm/index.ts';
import { Author, Book, Entry, Event, Store } from '../models.ts';
import { ask } from '../question.ts';

/** All events with one expression of the start as `x`. */
const events = (x: unknown) =>
  Event.objects
    .annotate({ x } as { x: ReturnType<typeof TruncDay> })
    .orderBy('pk')
    .valuesList('x', { flat: true });

const eventsInDjango = (x: string) =>
  `Event.objects.annotate(x=${x}).order_by('pk').values_list('x', flat=True)`;

const zone = 'America/New_York';
const zoned = `import zoneinfo\nzone = zoneinfo.ZoneInfo('America/New_York')\n`;

export const dates = [
  ask('year of a date', `Entry.objects.filter(pub_date__year=2008)`, () =>
    Entry.objects.filter({ pub_date__year: 2008 }),
  ),
  ask('year with a comparison', `Entry.objects.filter(pub_date__year__gte=2020)`, () =>
    Entry.objects.filter({ pub_date__year__gte: 2020 }),
  ),
  ask(
    'year with gt and lte',
    `Entry.objects.filter(pub_date__year__gt=2008, pub_date__year__lte=2020)`,
    () => Entry.objects.filter({ pub_date__year__gt: 2008, pub_date__year__lte: 2020 }),
  ),
  ask('year in a list', `Entry.objects.filter(pub_date__year__in=[2009, 2019])`, () =>
    Entry.objects.filter({ pub_date__year__in: [2009, 2019] }),
  ),
  ask('exclude a year keeps NULL', `Entry.objects.exclude(pub_date__year=2008)`, () =>
    Entry.objects.exclude({ pub_date__year: 2008 }),
  ),
  ask('month and day', `Entry.objects.filter(pub_date__month=12, pub_date__day=31)`, () =>
    Entry.objects.filter({ pub_date__month: 12, pub_date__day: 31 }),
  ),
  ask('week of the year', `Entry.objects.filter(pub_date__week=1)`, () =>
    Entry.objects.filter({ pub_date__week: 1 }),
  ),
  ask('week 53', `Event.objects.filter(day__week=53)`, () =>
    Event.objects.filter({ day__week: 53 }),
  ),
  ask('ISO year', `Entry.objects.filter(pub_date__iso_year=2020)`, () =>
    Entry.objects.filter({ pub_date__iso_year: 2020 }),
  ),
  ask('ISO year with a comparison', `Entry.objects.filter(pub_date__iso_year__gt=2019)`, () =>
    Entry.objects.filter({ pub_date__iso_year__gt: 2019 }),
  ),
  ask('week day counts from Sunday as 1', `Event.objects.filter(day__week_day=1)`, () =>
    Event.objects.filter({ day__week_day: 1 }),
  ),
  ask('ISO week day counts from Monday as 1', `Event.objects.filter(day__iso_week_day=7)`, () =>
    Event.objects.filter({ day__iso_week_day: 7 }),
  ),
  ask('quarter', `Event.objects.filter(starts__quarter=1)`, () =>
    Event.objects.filter({ starts__quarter: 1 }),
  ),
  ask('hour of a datetime', `Event.objects.filter(starts__hour__gte=18)`, () =>
    Event.objects.filter({ starts__hour__gte: 18 }),
  ),
  ask('minute and second', `Event.objects.filter(starts__minute=15, starts__second=30)`, () =>
    Event.objects.filter({ starts__minute: 15, starts__second: 30 }),
  ),
  ask('hour of a time', `Event.objects.filter(at__hour=23)`, () =>
    Event.objects.filter({ at__hour: 23 }),
  ),
  ask('second of a time with a fraction', `Event.objects.filter(at__second=10)`, () =>
    Event.objects.filter({ at__second: 10 }),
  ),
  ask('a time without seconds', `Event.objects.filter(at='20:00')`, () =>
    Event.objects.filter({ at: '20:00' }),
  ),
  ask('a time compared', `Event.objects.filter(at__lt='12:00')`, () =>
    Event.objects.filter({ at__lt: '12:00' }),
  ),
  ask('the date of a datetime', `Event.objects.filter(starts__date='2024-07-14')`, () =>
    Event.objects.filter({ starts__date: '2024-07-14' }),
  ),
  ask(
    'the date of a datetime compared',
    `Event.objects.filter(starts__date__gt='2024-02-29')`,
    () => Event.objects.filter({ starts__date__gt: '2024-02-29' }),
  ),
  ask('the time of a datetime', `Event.objects.filter(starts__time='20:00')`, () =>
    Event.objects.filter({ starts__time: '20:00' }),
  ),
  ask('the time of a datetime compared', `Event.objects.filter(starts__time__lt='01:00')`, () =>
    Event.objects.filter({ starts__time__lt: '01:00' }),
  ),
  ask('year of the date of a datetime', `Event.objects.filter(starts__date__year=2024)`, () =>
    Event.objects.filter({ starts__date__year: 2024 }),
  ),
  ask('a date part over a relation', `Author.objects.filter(entries__pub_date__year=2021)`, () =>
    Author.objects.filter({ entries__pub_date__year: 2021 }),
  ),
  ask(
    'exclude a date part over a relation to many',
    `Author.objects.exclude(entries__pub_date__year=2008)`,
    () => Author.objects.exclude({ entries__pub_date__year: 2008 }),
  ),
  ask(
    'a date part against a column',
    `Entry.objects.filter(mod_date__year__gt=F('pub_date__year'))`,
    () => Entry.objects.filter({ mod_date__year__gt: F('pub_date__year') }),
  ),
  ask(
    'a datetime range',
    `Event.objects.filter(starts__range=(utc(2024, 1, 1), utc(2024, 3, 31, 0, 59, 59)))`,
    () => Event.objects.filter({ starts__range: ['2024-01-01T00:00:00Z', '2024-03-31T00:59:59Z'] }),
  ),
  ask(
    'a datetime with milliseconds',
    `Event.objects.filter(starts__gt=utc(2024, 7, 14, 18, 45, 10))`,
    () => Event.objects.filter({ starts__gt: new Date('2024-07-14T18:45:10Z') }),
  ),
  ask(
    'Extract parts of a datetime',
    `Event.objects.annotate(y=ExtractYear('starts'), q=ExtractQuarter('starts'), m=ExtractMonth('starts'), d=ExtractDay('starts')).order_by('pk').values_list('y', 'q', 'm', 'd')`,
    () =>
      Event.objects
        .annotate({
          y: ExtractYear('starts'),
          q: ExtractQuarter('starts'),
          m: ExtractMonth('starts'),
          d: ExtractDay('starts'),
        })
        .orderBy('pk')
        .valuesList('y', 'q', 'm', 'd'),
  ),
  ask(
    'Extract weeks',
    `Event.objects.annotate(i=ExtractIsoYear('starts'), w=ExtractWeek('starts'), d=ExtractWeekDay('starts'), n=ExtractIsoWeekDay('starts')).order_by('pk').values_list('i', 'w', 'd', 'n')`,
    () =>
      Event.objects
        .annotate({
          i: ExtractIsoYear('starts'),
          w: ExtractWeek('starts'),
          d: ExtractWeekDay('starts'),
          n: ExtractIsoWeekDay('starts'),
        })
        .orderBy('pk')
        .valuesList('i', 'w', 'd', 'n'),
  ),
  ask(
    'Extract hours, minutes and seconds',
    `Event.objects.annotate(h=ExtractHour('starts'), m=ExtractMinute('starts'), s=ExtractSecond('starts')).order_by('pk').values_list('h', 'm', 's')`,
    () =>
      Event.objects
        .annotate({
          h: ExtractHour('starts'),
          m: ExtractMinute('starts'),
          s: ExtractSecond('starts'),
        })
        .orderBy('pk')
        .valuesList('h', 'm', 's'),
  ),
  ask(
    'Extract of NULL',
    `Event.objects.annotate(x=Extract('ends', 'year')).order_by('pk').values_list('x', flat=True)`,
    () => events(Extract('ends', 'year')),
  ),
  ask(
    'Extract in a time zone',
    `${zoned}${eventsInDjango(`Extract('starts', 'hour', tzinfo=zone)`)}`,
    () => events(Extract('starts', 'hour', { zone })),
  ),
  ask(
    'Extract a day in a time zone',
    `${zoned}${eventsInDjango(`ExtractDay('starts', tzinfo=zone)`)}`,
    () => events(ExtractDay('starts', { zone })),
  ),
  ask('Trunc to years', eventsInDjango(`TruncYear('starts')`), () => events(TruncYear('starts'))),
  ask('Trunc to quarters', eventsInDjango(`TruncQuarter('starts')`), () =>
    events(TruncQuarter('starts')),
  ),
  ask('Trunc to months', eventsInDjango(`TruncMonth('starts')`), () =>
    events(TruncMonth('starts')),
  ),
  ask('Trunc to weeks', eventsInDjango(`TruncWeek('starts')`), () => events(TruncWeek('starts'))),
  ask('Trunc to days', eventsInDjango(`TruncDay('starts')`), () => events(TruncDay('starts'))),
  ask('Trunc to hours', eventsInDjango(`TruncHour('starts')`), () => events(TruncHour('starts'))),
  ask('Trunc to minutes', eventsInDjango(`TruncMinute('starts')`), () =>
    events(TruncMinute('starts')),
  ),
  ask('Trunc to seconds', eventsInDjango(`TruncSecond('starts')`), () =>
    events(TruncSecond('starts')),
  ),
  ask('Trunc to the date', eventsInDjango(`TruncDate('starts')`), () =>
    events(TruncDate('starts')),
  ),
  ask('Trunc to the time', eventsInDjango(`TruncTime('starts')`), () =>
    events(TruncTime('starts')),
  ),
  ask(
    'Trunc to months in a time zone',
    `${zoned}${eventsInDjango(`TruncMonth('starts', tzinfo=zone)`)}`,
    () => events(TruncMonth('starts', { zone })),
  ),
  ask(
    'Trunc to days in a time zone',
    `${zoned}${eventsInDjango(`Trunc('starts', 'day', tzinfo=zone)`)}`,
    () => events(Trunc('starts', 'day', { zone })),
  ),
  ask(
    'Trunc to the date in a time zone',
    `${zoned}${eventsInDjango(`TruncDate('starts', tzinfo=zone)`)}`,
    () => events(TruncDate('starts', { zone })),
  ),
  ask(
    'Trunc of a date',
    `Entry.objects.annotate(x=TruncMonth('pub_date')).order_by('pk').values_list('x', flat=True)`,
    () =>
      Entry.objects
        .annotate({ x: TruncMonth('pub_date') })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Trunc of a date to weeks',
    `Event.objects.annotate(x=TruncWeek('day')).order_by('pk').values_list('x', flat=True)`,
    () => events(TruncWeek('day')),
  ),
  ask(
    'Trunc of a time',
    `Event.objects.annotate(x=TruncHour('at')).order_by('pk').values_list('x', flat=True)`,
    () => events(TruncHour('at')),
  ),
  ask(
    'grouping by Trunc',
    `Event.objects.annotate(m=TruncMonth('starts')).values('m').annotate(n=Count('pk')).order_by('m')`,
    () =>
      Event.objects
        .annotate({ m: TruncMonth('starts') })
        .values('m')
        .annotate({ n: Count('pk') })
        .orderBy('m'),
  ),
  ask(
    'the latest of each year',
    `Book.objects.annotate(y=TruncYear('pubdate')).values('y').annotate(last=Max('pubdate')).order_by('-y')`,
    () =>
      Book.objects
        .annotate({ y: TruncYear('pubdate') })
        .values('y')
        .annotate({ last: Max('pubdate') })
        .orderBy('-y'),
  ),
  ask('a filter with Now', `Event.objects.filter(starts__lt=Now()).count()`, () =>
    Event.objects.filter({ starts__lt: Now() }).count(),
  ),
  ask('dates() by year', `Book.objects.dates('pubdate', 'year')`, () =>
    Book.objects.dates('pubdate', 'year'),
  ),
  ask(
    'dates() by month, descending',
    `Entry.objects.dates('pub_date', 'month', order='DESC')`,
    () => Entry.objects.dates('pub_date', 'month', 'DESC'),
  ),
  ask('dates() by week', `Entry.objects.dates('pub_date', 'week')`, () =>
    Entry.objects.dates('pub_date', 'week'),
  ),
  ask('dates() by day drop duplicates and NULL', `Entry.objects.dates('pub_date', 'day')`, () =>
    Entry.objects.dates('pub_date', 'day'),
  ),
  ask(
    'dates() of a filtered QuerySet',
    `Entry.objects.filter(headline__contains='Lennon').dates('pub_date', 'day')`,
    () => Entry.objects.filter({ headline__contains: 'Lennon' }).dates('pub_date', 'day'),
    { likePostgresql: true },
  ),
  ask('dates() over a relation', `Author.objects.dates('entries__pub_date', 'year')`, () =>
    Author.objects.dates('entries__pub_date', 'year'),
  ),
  ask('datetimes() by day', `Event.objects.datetimes('starts', 'day')`, () =>
    Event.objects.datetimes('starts', 'day'),
  ),
  ask(
    'datetimes() by month, descending',
    `Store.objects.datetimes('opened', 'month', order='DESC')`,
    () => Store.objects.datetimes('opened', 'month', 'DESC'),
  ),
  ask(
    'datetimes() in a time zone',
    `${zoned}Event.objects.datetimes('starts', 'day', tzinfo=zone)`,
    () => Event.objects.datetimes('starts', 'day', 'ASC', { zone }),
  ),
  ask('dates() with a slice', `list(Book.objects.dates('pubdate', 'month')[1:3])`, () =>
    Book.objects.dates('pubdate', 'month').slice(1, 3),
  ),
];
