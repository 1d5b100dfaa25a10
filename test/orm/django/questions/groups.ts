import {
  Case,
  Count,
  Exists,
  ExtractYear,
  F,
  Lower,
  Max,
  OuterRef,
  Sum,
  Value,
  When,
} from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Entry, Event, Venue } from '../models.ts';
import { ask } from '../question.ts';

export const groups = [
  ask('ordering by an alias', `Blog.objects.alias(n=Count('entries')).order_by('-n', 'name')`, () =>
    Blog.objects.alias({ n: Count('entries') }).orderBy('-n', 'name'),
  ),
  ask(
    'values() before annotate() groups',
    `Entry.objects.values('rating').annotate(n=Count('pk')).order_by('rating')`,
    () =>
      Entry.objects
        .values('rating')
        .annotate({ n: Count('pk') })
        .orderBy('rating'),
  ),
  ask(
    'values() before annotate() groups by all of its columns',
    `Entry.objects.values('blog_id', 'rating').annotate(n=Count('pk')).order_by('blog_id', 'rating')`,
    () =>
      Entry.objects
        .values('blogId', 'rating')
        .annotate({ n: Count('pk') })
        .orderBy('blogId', 'rating'),
  ),
  ask(
    'values() after annotate() does not group',
    `Entry.objects.annotate(n=Count('remarks')).values('rating', 'n').order_by('pk')`,
    () =>
      Entry.objects
        .annotate({ n: Count('remarks') })
        .values('rating', 'n')
        .orderBy('pk'),
  ),
  ask(
    'values() by a column of a relation',
    `Entry.objects.values('blog__name').annotate(n=Count('pk'), total=Sum('number_of_comments')).order_by('blog__name')`,
    () =>
      Entry.objects
        .values('blog__name')
        .annotate({ n: Count('pk'), total: Sum('number_of_comments') })
        .orderBy('blog__name'),
  ),
  ask(
    'values() by a column of a relation to many',
    `Entry.objects.values('authors__name').annotate(n=Count('pk')).order_by('authors__name')`,
    () =>
      Entry.objects
        .values('authors__name')
        .annotate({ n: Count('pk') })
        .orderBy('authors__name'),
  ),
  ask(
    'default ordering is no part of the group',
    `Author.objects.values('email').annotate(n=Count('pk'))`,
    () => Author.objects.values('email').annotate({ n: Count('pk') }),
  ),
  ask(
    'an explicit order is part of the group',
    `Book.objects.values('publisher_id').annotate(n=Count('pk')).order_by('pubdate', 'publisher_id')`,
    () =>
      Book.objects
        .values('publisherId')
        .annotate({ n: Count('pk') })
        .orderBy('pubdate', 'publisherId'),
  ),
  ask(
    'values() of an expression groups',
    `Book.objects.values(year=ExtractYear('pubdate')).annotate(n=Count('pk'), top=Max('price')).order_by('year')`,
    () =>
      Book.objects
        .values({ year: ExtractYear('pubdate') })
        .annotate({ n: Count('pk'), top: Max('price') })
        .orderBy('year' as never),
  ),
  ask(
    'values() of an annotation groups',
    `Book.objects.annotate(big=Case(When(pages__gte=400, then=Value('big')), default=Value('small'))).values('big').annotate(n=Count('pk')).order_by('big')`,
    () =>
      Book.objects
        .annotate({
          big: Case(When({ pages__gte: 400 }, Value('big')), { default: Value('small') }),
        })
        .values('big')
        .annotate({ n: Count('pk') })
        .orderBy('big'),
  ),
  ask(
    'values() of a date part groups',
    `Entry.objects.values('pub_date__year').annotate(n=Count('pk')).order_by('pub_date__year')`,
    () =>
      Entry.objects
        .values('pub_date__year')
        .annotate({ n: Count('pk') })
        .orderBy('pub_date__year' as never),
  ),
  ask(
    'a filter on a group',
    `Entry.objects.values('rating').annotate(n=Count('pk')).filter(n__gt=1).order_by('rating')`,
    () =>
      Entry.objects
        .values('rating')
        .annotate({ n: Count('pk') })
        .filter({ n__gt: 1 })
        .orderBy('rating'),
  ),
  ask(
    'a filter on a column after grouping',
    `Entry.objects.values('rating').annotate(n=Count('pk')).filter(rating__gt=3).order_by('rating')`,
    () =>
      Entry.objects
        .values('rating')
        .annotate({ n: Count('pk') })
        .filter({ rating__gt: 3 })
        .orderBy('rating'),
  ),
  ask(
    'ordering groups by their aggregate',
    `Entry.objects.values('blog__name').annotate(total=Sum('number_of_comments')).order_by('-total', 'blog__name')[:2]`,
    () =>
      Entry.objects
        .values('blog__name')
        .annotate({ total: Sum('number_of_comments') })
        .orderBy('-total', 'blog__name')
        .slice(0, 2),
  ),
  ask(
    'a list of groups',
    `Entry.objects.values_list('rating').annotate(n=Count('pk')).order_by('rating')`,
    () =>
      Entry.objects
        .valuesList('rating')
        .annotate({ n: Count('pk') })
        .orderBy('rating'),
  ),
  ask(
    'grouping twice adds to the group',
    `Entry.objects.values('rating').annotate(n=Count('pk')).values('rating', 'n', 'blog_id').order_by('blog_id', 'rating')`,
    () =>
      Entry.objects
        .values('rating')
        .annotate({ n: Count('pk') })
        .values('rating', 'n', 'blogId')
        .orderBy('blogId', 'rating'),
  ),
  ask(
    'a group by Exists',
    `Blog.objects.values(has=Exists(Entry.objects.filter(blog=OuterRef('pk')))).annotate(n=Count('pk')).order_by('has')`,
    () =>
      Blog.objects
        .values({ has: Exists(Entry.objects.filter({ blog: OuterRef('pk') })) })
        .annotate({ n: Count('pk') })
        .orderBy('has' as never),
  ),
  ask(
    'the default ordering does not split groups',
    `Venue.objects.annotate(n=Count('events')).values_list('name', 'n')`,
    () => Venue.objects.annotate({ n: Count('events') }).valuesList('name', 'n'),
  ),
  ask(
    'grouping by a function',
    `Author.objects.values(low=Lower('name')).annotate(n=Count('pk')).filter(n__gt=1).order_by('low')`,
    () =>
      Author.objects
        .values({ low: Lower('name') })
        .annotate({ n: Count('pk') })
        .filter({ n__gt: 1 })
        .orderBy('low' as never),
  ),
  ask(
    'grouping by a nullable foreign key',
    `Event.objects.values('venue_id').annotate(n=Count('pk')).order_by(F('venue_id').asc(nulls_first=True))`,
    () =>
      Event.objects
        .values('venueId')
        .annotate({ n: Count('pk') })
        .orderBy(F('venueId').asc({ nulls: 'first' })),
  ),
];
