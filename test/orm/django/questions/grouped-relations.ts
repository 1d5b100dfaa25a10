import {
  Count,
  F,
  Length,
  Min,
  OuterRef,
  Q,
  Subquery,
  Sum,
  TruncDate,
  TruncMonth,
} from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Dog, Entry, Event, Person, Remark, Venue } from '../models.ts';
import { ask } from '../question.ts';

export const groupedRelations = [
  ask(
    'groups of a model with a default order',
    `Venue.objects.values('category').annotate(n=Count('pk')).order_by(F('category').asc(nulls_last=True)).values_list('category', 'n')`,
    () =>
      Venue.objects
        .values('category')
        .annotate({ n: Count('pk') })
        .orderBy(F('category').asc({ nulls: 'last' }))
        .valuesList('category', 'n'),
  ),
  ask(
    "groups by a relation's name with its default order",
    `Venue.objects.values('category__name').annotate(n=Count('pk')).order_by(F('category__name').asc(nulls_last=True)).values_list('category__name', 'n')`,
    () =>
      Venue.objects
        .values('category__name')
        .annotate({ n: Count('pk') })
        .orderBy(F('category__name').asc({ nulls: 'last' }))
        .valuesList('category__name', 'n'),
  ),
  ask(
    'groups by a boolean',
    `Event.objects.values('is_public').annotate(n=Count('pk'), first=Min('starts')).order_by('is_public').values_list('is_public', 'n', 'first')`,
    () =>
      Event.objects
        .values('is_public')
        .annotate({ n: Count('pk'), first: Min('starts') })
        .orderBy('is_public')
        .valuesList('is_public', 'n', 'first'),
  ),
  ask(
    'groups by a decimal',
    `Book.objects.values('price').annotate(n=Count('pk')).filter(n__gt=1).order_by('price')`,
    () =>
      Book.objects
        .values('price')
        .annotate({ n: Count('pk') })
        .filter({ n__gt: 1 })
        .orderBy('price'),
  ),
  ask(
    'groups by a float with NULL',
    `Book.objects.values('rating').annotate(n=Count('pk')).order_by(F('rating').asc(nulls_first=True)).values_list('rating', 'n')`,
    () =>
      Book.objects
        .values('rating')
        .annotate({ n: Count('pk') })
        .orderBy(F('rating').asc({ nulls: 'first' }))
        .valuesList('rating', 'n'),
  ),
  ask(
    'groups by a truncated moment',
    `Event.objects.annotate(m=TruncMonth('starts')).values('m').annotate(n=Count('pk')).order_by('m').values_list('m', 'n')`,
    () =>
      Event.objects
        .annotate({ m: TruncMonth('starts') })
        .values('m')
        .annotate({ n: Count('pk') })
        .orderBy('m')
        .valuesList('m', 'n'),
  ),
  ask(
    'groups by a truncated moment in a zone',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Tokyo')\nEvent.objects.annotate(d=TruncDate('starts', tzinfo=zone)).values('d').annotate(n=Count('pk')).order_by('d').values_list('d', 'n')`,
    () => {
      const zone = 'Asia/Tokyo';
      return Event.objects
        .annotate({ d: TruncDate('starts', { zone: zone }) })
        .values('d')
        .annotate({ n: Count('pk') })
        .orderBy('d')
        .valuesList('d', 'n');
    },
  ),
  ask(
    'groups by the length of a text',
    `Author.objects.order_by().values(l=Length('name')).annotate(n=Count('pk')).order_by('l').values_list('l', 'n')`,
    () =>
      Author.objects
        .orderBy()
        .values({ l: Length('name') })
        .annotate({ n: Count('pk') })
        .orderBy('l')
        .valuesList('l', 'n'),
  ),
  ask(
    'groups by a JSON key',
    `Dog.objects.filter(data__has_key='breed').values('data__breed').annotate(n=Count('pk')).order_by('data__breed').values_list('data__breed', 'n')`,
    () =>
      Dog.objects
        .filter({ data__has_key: 'breed' })
        .values('data__breed')
        .annotate({ n: Count('pk') })
        .orderBy('data__breed')
        .valuesList('data__breed', 'n'),
  ),
  ask(
    'groups by a column of a subquery',
    `Entry.objects.annotate(first=Subquery(Remark.objects.filter(entry=OuterRef('pk')).order_by('pk').values('stars')[:1])).values('first').annotate(n=Count('pk')).order_by(F('first').asc(nulls_last=True)).values_list('first', 'n')`,
    () =>
      Entry.objects
        .annotate({
          first: Subquery(
            Remark.objects
              .filter({ entry: OuterRef('pk') })
              .orderBy('pk')
              .values('stars')
              .slice(0, 1),
          ),
        })
        .values('first')
        .annotate({ n: Count('pk') })
        .orderBy(F('first').asc({ nulls: 'last' }))
        .valuesList('first', 'n'),
  ),
  ask(
    'groups within a subquery',
    `Blog.objects.annotate(s=Subquery(Entry.objects.filter(blog=OuterRef('pk')).values('blog').annotate(s=Sum('number_of_comments')).values('s'))).order_by('pk').values_list('pk', 's')`,
    () =>
      Blog.objects
        .annotate({
          s: Subquery(
            Entry.objects
              .filter({ blog: OuterRef('pk') })
              .values('blog')
              .annotate({ s: Sum('number_of_comments') })
              .values('s'),
          ),
        })
        .orderBy('pk')
        .valuesList('pk', 's'),
  ),
  ask(
    'groups within an in',
    `Blog.objects.filter(pk__in=Entry.objects.values('blog').annotate(n=Count('pk')).filter(n=3).values('blog')).order_by('pk')`,
    () =>
      Blog.objects
        .filter({
          pk__in: Entry.objects
            .values('blog')
            .annotate({ n: Count('pk') })
            .filter({ n: 3 })
            .values('blog'),
        })
        .orderBy('pk'),
  ),
  ask(
    'groups with an aggregate with a filter',
    `Entry.objects.values('blog').annotate(n=Count('pk', filter=Q(rating__gte=4)), m=Count('authors', filter=Q(authors__born__isnull=False), distinct=True)).order_by('blog').values_list('blog', 'n', 'm')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({
          n: Count('pk', { filter: Q({ rating__gte: 4 }) }),
          m: Count('authors', { filter: Q({ authors__born__isnull: false }), distinct: true }),
        })
        .orderBy('blog')
        .valuesList('blog', 'n', 'm'),
  ),
  ask(
    'groups with a default',
    `Entry.objects.values('blog').annotate(s=Sum('rating', default=0)).order_by('blog').values_list('blog', 's')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ s: Sum('rating', { default: 0 }) })
        .orderBy('blog')
        .valuesList('blog', 's'),
  ),
  ask(
    'values() without arguments after annotate()',
    `Blog.objects.filter(pk__lte=2).annotate(n=Count('entries')).order_by('pk').values()`,
    () =>
      Blog.objects
        .filter({ pk__lte: 2 })
        .annotate({ n: Count('entries') })
        .orderBy('pk')
        .values(),
  ),
  ask('values() of pk and of id', `Entry.objects.filter(pk=1).values('pk', 'id', 'blog')`, () =>
    Entry.objects.filter({ pk: 1 }).values('pk', 'id', 'blog'),
  ),
  ask(
    'values() of a relation that is not there',
    `Person.objects.filter(pk__in=[1, 6]).order_by('pk').values('first_name', 'manager', 'manager__first_name', 'manager__manager__first_name')`,
    () =>
      Person.objects
        .filter({ pk__in: [1, 6] })
        .orderBy('pk')
        .values('first_name', 'manager', 'manager__first_name', 'manager__manager__first_name'),
  ),
  ask(
    'values_list() in the order that is asked for',
    `Book.objects.annotate(twice=F('pages') * 2).filter(pk=1).values_list('twice', 'name', 'pages')`,
    () =>
      Book.objects
        .annotate({ twice: F('pages').mul(2) })
        .filter({ pk: 1 })
        .valuesList('twice', 'name', 'pages'),
  ),
];
