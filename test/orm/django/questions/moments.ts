import {
  Avg,
  Cast,
  Coalesce,
  Duration,
  date,
  ExtractYear,
  F,
  Greatest,
  Max,
  Sum,
  Value,
} from '../../../../src/orm/index.ts';
import { Entry, Event, Venue } from '../models.ts';
import { ask } from '../question.ts';

export const moments = [
  ask(
    "a day against a moment's day",
    `Event.objects.filter(starts__date=F('day')).order_by('pk')`,
    () => Event.objects.filter({ starts__date: F('day') }).orderBy('pk'),
  ),
  ask(
    'the day of a moment in a list',
    `Event.objects.filter(starts__date__in=['2024-01-01', '2024-07-14']).order_by('pk')`,
    () => Event.objects.filter({ starts__date__in: ['2024-01-01', '2024-07-14'] }).orderBy('pk'),
  ),
  ask(
    'the day of a moment in a range',
    `Event.objects.filter(starts__date__range=('2024-01-01', '2024-03-01')).order_by('pk')`,
    () => Event.objects.filter({ starts__date__range: ['2024-01-01', '2024-03-01'] }).orderBy('pk'),
  ),
  ask(
    'the time of a moment',
    `Event.objects.filter(starts__time__lt='06:30:00').order_by('pk')`,
    () => Event.objects.filter({ starts__time__lt: '06:30:00' }).orderBy('pk'),
  ),
  ask(
    "the year of a moment's day",
    `Event.objects.filter(starts__date__year=2024).order_by('pk')`,
    () => Event.objects.filter({ starts__date__year: 2024 }).orderBy('pk'),
  ),
  ask(
    'exclude() the year of a moment that may be NULL',
    `Event.objects.exclude(ends__year=2024).order_by('pk')`,
    () => Event.objects.exclude({ ends__year: 2024 }).orderBy('pk'),
  ),
  ask(
    'the hour of a moment in a list',
    `Event.objects.filter(starts__hour__in=[0, 12, 20]).order_by('pk')`,
    () => Event.objects.filter({ starts__hour__in: [0, 12, 20] }).orderBy('pk'),
  ),
  ask(
    'parts of a related moment',
    `Venue.objects.filter(events__starts__month=7, events__starts__hour__lt=12)`,
    () => Venue.objects.filter({ events__starts__month: 7, events__starts__hour__lt: 12 }),
  ),
  ask(
    'the quarter with a comparison',
    `Event.objects.filter(starts__quarter__gte=3).order_by('pk')`,
    () => Event.objects.filter({ starts__quarter__gte: 3 }).orderBy('pk'),
  ),
  ask(
    'the week day in a list',
    `Event.objects.filter(starts__week_day__in=[1, 7]).order_by('pk')`,
    () => Event.objects.filter({ starts__week_day__in: [1, 7] }).orderBy('pk'),
  ),
  ask(
    'the ISO week day with a comparison',
    `Event.objects.filter(day__iso_week_day__gt=5).order_by('pk')`,
    () => Event.objects.filter({ day__iso_week_day__gt: 5 }).orderBy('pk'),
  ),
  ask(
    "a moment's difference",
    `Event.objects.annotate(d=F('ends') - F('starts')).order_by('pk').values_list('d', flat=True)`,
    () =>
      Event.objects
        .annotate({ d: F('ends').sub(F('starts')) })
        .orderBy('pk')
        .valuesList('d', { flat: true }),
  ),
  ask(
    "a moment's difference compared",
    `Event.objects.filter(ends__gt=F('starts') + datetime.timedelta(hours=2)).order_by('pk')`,
    () =>
      Event.objects.filter({ ends__gt: F('starts').add(new Duration({ hours: 2 })) }).orderBy('pk'),
  ),
  ask(
    "a day's difference",
    `Entry.objects.annotate(d=F('mod_date') - F('pub_date')).order_by('pk').values_list('d', flat=True)`,
    () =>
      Entry.objects
        .annotate({ d: F('mod_date').sub(F('pub_date')) })
        .orderBy('pk')
        .valuesList('d', { flat: true }),
  ),
  ask('a sum of differences', `Event.objects.aggregate(s=Sum(F('ends') - F('starts')))`, () =>
    Event.objects.aggregate({ s: Sum(F('ends').sub(F('starts'))) }),
  ),
  ask(
    'an average of differences',
    `Event.objects.aggregate(a=Avg(F('ends') - F('starts')), m=Max(F('ends') - F('starts')))`,
    () =>
      Event.objects.aggregate({
        a: Avg(F('ends').sub(F('starts'))),
        m: Max(F('ends').sub(F('starts'))),
      }),
  ),
  ask(
    "a day's year as a number reckoned with",
    `Entry.objects.annotate(y=ExtractYear('mod_date') - ExtractYear('pub_date')).order_by('pk').values_list('y', flat=True)`,
    () =>
      Entry.objects
        .annotate({ y: ExtractYear('mod_date').sub(ExtractYear('pub_date')) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Coalesce of moments',
    `Event.objects.annotate(x=Coalesce('ends', 'starts')).order_by('pk').values_list('x', flat=True)`,
    () =>
      Event.objects
        .annotate({ x: Coalesce('ends', 'starts') })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Greatest of moments with NULL',
    `Event.objects.annotate(x=Greatest('ends', 'starts')).filter(pk__in=[1, 3]).order_by('pk').values_list('x', flat=True)`,
    () =>
      Event.objects
        .annotate({ x: Greatest('ends', 'starts') })
        .filter({ pk__in: [1, 3] })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Cast of a moment to a day',
    `Event.objects.annotate(x=Cast('starts', DateField())).order_by('pk').values_list('x', flat=True)`,
    () =>
      Event.objects
        .annotate({ x: Cast('starts', date()) })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Cast of a text to a day',
    `Entry.objects.annotate(x=Cast(Value('2020-02-29'), DateField())).filter(pk=1).values_list('x', flat=True)`,
    () =>
      Entry.objects
        .annotate({ x: Cast(Value('2020-02-29'), date()) })
        .filter({ pk: 1 })
        .valuesList('x', { flat: true }),
  ),
];
