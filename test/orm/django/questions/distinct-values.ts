import { Count, F } from '../../../../src/orm/index.ts';
import { Blog, Book, Dog, Entry, Event } from '../models.ts';
import { ask } from '../question.ts';

export const distinctValues = [
  ask('distinct() and values()', `Book.objects.values('price').distinct().order_by('price')`, () =>
    Book.objects.values('price').distinct().orderBy('price'),
  ),
  ask(
    'distinct() and values() and order_by() of another column',
    `Book.objects.values_list('price', flat=True).distinct().order_by('pages')`,
    () => Book.objects.valuesList('price', { flat: true }).distinct().orderBy('pages'),
  ),
  ask(
    'distinct() and values() of a relation',
    `Entry.objects.values_list('blog__name', flat=True).distinct().order_by('blog__name')`,
    () => Entry.objects.valuesList('blog__name', { flat: true }).distinct().orderBy('blog__name'),
  ),
  ask(
    'distinct() and values() of many-to-many',
    `Entry.objects.filter(authors__isnull=False).values_list('authors__name', flat=True).distinct().order_by('authors__name')`,
    () =>
      Entry.objects
        .filter({ authors__isnull: false })
        .valuesList('authors__name', { flat: true })
        .distinct()
        .orderBy('authors__name'),
  ),
  ask('distinct() and count() of values', `Book.objects.values('price').distinct().count()`, () =>
    Book.objects.values('price').distinct().count(),
  ),
  ask(
    'distinct() and count() of two values',
    `Book.objects.values('price', 'publisher').distinct().count()`,
    () => Book.objects.values('price', 'publisher').distinct().count(),
  ),
  ask(
    'distinct() and count() over a join',
    `Blog.objects.filter(entries__rating__gte=3).distinct().count()`,
    () => Blog.objects.filter({ entries__rating__gte: 3 }).distinct().count(),
  ),
  ask(
    'distinct() and a slice',
    `Blog.objects.filter(entries__rating__gte=3).distinct().order_by('pk')[1:3]`,
    () => Blog.objects.filter({ entries__rating__gte: 3 }).distinct().orderBy('pk').slice(1, 3),
  ),
  ask(
    'distinct() and a slice and count()',
    `Blog.objects.filter(entries__rating__gte=3).distinct().order_by('pk')[1:3].count()`,
    () =>
      Blog.objects.filter({ entries__rating__gte: 3 }).distinct().orderBy('pk').slice(1, 3).count(),
  ),
  ask(
    'distinct() and order_by() over many',
    `Blog.objects.filter(pk__lte=2).distinct().order_by('entries__headline')`,
    () => Blog.objects.filter({ pk__lte: 2 }).distinct().orderBy('entries__headline'),
  ),
  ask('distinct() and exists()', `Blog.objects.filter(entries__rating=9).distinct().exists()`, () =>
    Blog.objects.filter({ entries__rating: 9 }).distinct().exists(),
  ),
  ask(
    'distinct() and first()',
    `Blog.objects.filter(entries__rating__gte=3).distinct().order_by('-pk').first()`,
    () => Blog.objects.filter({ entries__rating__gte: 3 }).distinct().orderBy('-pk').first(),
  ),
  ask(
    'distinct() and annotate()',
    `Blog.objects.filter(entries__rating__gte=4).distinct().annotate(n=Count('entries')).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .filter({ entries__rating__gte: 4 })
        .distinct()
        .annotate({ n: Count('entries') })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'distinct() and an annotation that is an expression',
    `Entry.objects.annotate(half=F('number_of_comments') / 2).values_list('half', flat=True).distinct().order_by('half')`,
    () =>
      Entry.objects
        .annotate({ half: F('number_of_comments').div(2) })
        .valuesList('half', { flat: true })
        .distinct()
        .orderBy('half'),
  ),
  ask('distinct() and none()', `Blog.objects.distinct().none().count()`, () =>
    Blog.objects.all().distinct().none().count(),
  ),
  ask(
    'distinct() and reverse()',
    `Book.objects.values_list('price', flat=True).order_by('price').distinct().reverse()`,
    () => Book.objects.valuesList('price', { flat: true }).orderBy('price').distinct().reverse(),
  ),
  ask(
    'distinct() and last()',
    `Book.objects.values_list('price', flat=True).distinct().order_by('price').last()`,
    () => Book.objects.valuesList('price', { flat: true }).distinct().orderBy('price').last(),
  ),
  ask(
    'distinct() in an in',
    `Entry.objects.filter(blog__in=Entry.objects.filter(rating=4).values('blog').distinct()).order_by('pk')`,
    () =>
      Entry.objects
        .filter({ blog__in: Entry.objects.filter({ rating: 4 }).values('blog').distinct() })
        .orderBy('pk'),
  ),
  ask(
    'distinct() of a JSON key',
    `Dog.objects.filter(data__breed__isnull=False).values_list('data__breed', flat=True).distinct().order_by('data__breed')`,
    () =>
      Dog.objects
        .filter({ data__breed__isnull: false })
        .valuesList('data__breed', { flat: true })
        .distinct()
        .orderBy('data__breed'),
  ),
  ask(
    'distinct() with NULL among the values',
    `Entry.objects.values_list('rating', flat=True).distinct().order_by(F('rating').asc(nulls_first=True))`,
    () =>
      Entry.objects
        .valuesList('rating', { flat: true })
        .distinct()
        .orderBy(F('rating').asc({ nulls: 'first' })),
  ),
  ask(
    'distinct() over a relation to one that may be empty',
    `Event.objects.values_list('venue__name', flat=True).distinct().order_by(F('venue__name').asc(nulls_last=True))`,
    () =>
      Event.objects
        .valuesList('venue__name', { flat: true })
        .distinct()
        .orderBy(F('venue__name').asc({ nulls: 'last' })),
  ),
  ask('dates() by year', `Entry.objects.dates('pub_date', 'year')`, () =>
    Entry.objects.dates('pub_date', 'year'),
  ),
  ask(
    'dates() by month, the last first',
    `Entry.objects.dates('pub_date', 'month', order='DESC')`,
    () => Entry.objects.dates('pub_date', 'month', 'DESC'),
  ),
  ask('dates() by week', `Entry.objects.filter(blog=1).dates('pub_date', 'week')`, () =>
    Entry.objects.filter({ blog: 1 }).dates('pub_date', 'week'),
  ),
  ask(
    "dates() by day over a relation's filter",
    `Entry.objects.filter(authors__name='Paul').dates('pub_date', 'day')`,
    () => Entry.objects.filter({ authors__name: 'Paul' }).dates('pub_date', 'day'),
  ),
  ask(
    'dates() over a relation',
    `Blog.objects.filter(pk__lte=2).dates('entries__pub_date', 'month')`,
    () => Blog.objects.filter({ pk__lte: 2 }).dates('entries__pub_date', 'month'),
  ),
  ask('dates() and a slice', `Entry.objects.dates('pub_date', 'year')[1:3]`, () =>
    Entry.objects.dates('pub_date', 'year').slice(1, 3),
  ),
  ask('dates() and count()', `Entry.objects.dates('pub_date', 'year').count()`, () =>
    Entry.objects.dates('pub_date', 'year').count(),
  ),
  ask(
    'dates() and a filter after it',
    `Entry.objects.dates('pub_date', 'year').filter(blog=3)`,
    () => Entry.objects.dates('pub_date', 'year').filter({ blog: 3 }),
  ),
  ask('dates() and reverse()', `Entry.objects.dates('pub_date', 'year').reverse()`, () =>
    Entry.objects.dates('pub_date', 'year').reverse(),
  ),
  ask('dates() and first()', `Entry.objects.dates('pub_date', 'year').first()`, () =>
    Entry.objects.dates('pub_date', 'year').first(),
  ),
  ask('dates() of no rows', `Entry.objects.filter(pk=99).dates('pub_date', 'year')`, () =>
    Entry.objects.filter({ pk: 99 }).dates('pub_date', 'year'),
  ),
  ask('datetimes() by hour', `Event.objects.datetimes('starts', 'hour')`, () =>
    Event.objects.datetimes('starts', 'hour'),
  ),
  ask(
    'datetimes() by month, the last first',
    `Event.objects.datetimes('starts', 'month', order='DESC')`,
    () => Event.objects.datetimes('starts', 'month', 'DESC'),
  ),
  ask('datetimes() by week', `Event.objects.datetimes('starts', 'week')`, () =>
    Event.objects.datetimes('starts', 'week'),
  ),
  ask(
    'datetimes() by day in a zone ahead',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Kolkata')\nEvent.objects.datetimes('starts', 'day', tzinfo=zone)`,
    () => {
      const zone = 'Asia/Kolkata';
      return Event.objects.datetimes('starts', 'day', 'ASC', { zone: zone });
    },
  ),
  ask(
    'datetimes() by day across a change of the clock',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Europe/Berlin')\nEvent.objects.datetimes('starts', 'day', tzinfo=zone)`,
    () => {
      const zone = 'Europe/Berlin';
      return Event.objects.datetimes('starts', 'day', 'ASC', { zone: zone });
    },
  ),
  ask(
    'datetimes() by hour across a change of the clock',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Europe/Berlin')\nEvent.objects.datetimes('starts', 'hour', tzinfo=zone)`,
    () => {
      const zone = 'Europe/Berlin';
      return Event.objects.datetimes('starts', 'hour', 'ASC', { zone: zone });
    },
  ),
  ask(
    'datetimes() by year in a zone behind',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('America/New_York')\nEvent.objects.datetimes('starts', 'year', tzinfo=zone)`,
    () => {
      const zone = 'America/New_York';
      return Event.objects.datetimes('starts', 'year', 'ASC', { zone: zone });
    },
  ),
  ask('datetimes() of NULLs', `Event.objects.datetimes('ends', 'month')`, () =>
    Event.objects.datetimes('ends', 'month'),
  ),
  ask('datetimes() by second', `Event.objects.filter(venue=1).datetimes('starts', 'second')`, () =>
    Event.objects.filter({ venue: 1 }).datetimes('starts', 'second'),
  ),
];
