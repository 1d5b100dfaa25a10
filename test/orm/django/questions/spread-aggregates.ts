import {
  Avg,
  Cast,
  Count,
  F,
  integer,
  Max,
  Min,
  Q,
  StdDev,
  Sum,
  Variance,
} from '../../../../src/orm/index.ts';
import { Blog, Book, Entry, Person, Publisher, Venue } from '../models.ts';
import { ask } from '../question.ts';

export const spreadAggregates = [
  ask(
    'StdDev of a sample over a relation',
    `Publisher.objects.annotate(d=StdDev('books__pages', sample=True)).filter(name='Apress').values_list('pk', 'd')`,
    () =>
      Publisher.objects
        .annotate({ d: StdDev('books__pages', { sample: true }) })
        .filter({ name: 'Apress' })
        .valuesList('pk', 'd'),
  ),
  ask(
    'Variance of a sample of one',
    `Publisher.objects.filter(name='Sams').annotate(d=Variance('books__pages', sample=True), p=Variance('books__pages')).values_list('d', 'p')`,
    () =>
      Publisher.objects
        .filter({ name: 'Sams' })
        .annotate({ d: Variance('books__pages', { sample: true }), p: Variance('books__pages') })
        .valuesList('d', 'p'),
    { likePostgresql: true },
  ),
  ask(
    'Variance of decimals',
    `Book.objects.aggregate(v=Variance('price'), s=StdDev('price'), vs=Variance('price', sample=True))`,
    () =>
      Book.objects.aggregate({
        v: Variance('price'),
        s: StdDev('price'),
        vs: Variance('price', { sample: true }),
      }),
  ),
  ask(
    'StdDev with a filter',
    `Book.objects.aggregate(v=StdDev('pages', filter=Q(pages__gt=400)))`,
    () => Book.objects.aggregate({ v: StdDev('pages', { filter: Q({ pages__gt: 400 }) }) }),
  ),
  ask(
    'StdDev with a default',
    `Book.objects.filter(pk=99).aggregate(v=StdDev('pages', default=0.5))`,
    () => Book.objects.filter({ pk: 99 }).aggregate({ v: StdDev('pages', { default: 0.5 }) }),
  ),
  ask(
    'Min and Max over a relation of texts',
    `Blog.objects.annotate(a=Min('entries__headline'), z=Max('entries__headline')).filter(pk__lte=3).order_by('pk').values_list('pk', 'a', 'z')`,
    () =>
      Blog.objects
        .annotate({ a: Min('entries__headline'), z: Max('entries__headline') })
        .filter({ pk__lte: 3 })
        .orderBy('pk')
        .valuesList('pk', 'a', 'z'),
  ),
  ask(
    'Min and Max over a relation of days',
    `Blog.objects.annotate(a=Min('entries__pub_date'), z=Max('entries__pub_date')).order_by('pk').values_list('pk', 'a', 'z')`,
    () =>
      Blog.objects
        .annotate({ a: Min('entries__pub_date'), z: Max('entries__pub_date') })
        .orderBy('pk')
        .valuesList('pk', 'a', 'z'),
  ),
  ask(
    'Max of moments over a relation',
    `Venue.objects.annotate(m=Max('events__starts'), n=Min('events__ends')).order_by('pk').values_list('pk', 'm', 'n')`,
    () =>
      Venue.objects
        .annotate({ m: Max('events__starts'), n: Min('events__ends') })
        .orderBy('pk')
        .valuesList('pk', 'm', 'n'),
  ),
  ask(
    'Min of booleans as numbers',
    `Venue.objects.annotate(m=Min(Cast('events__is_public', IntegerField()))).order_by('pk').values_list('pk', 'm')`,
    () =>
      Venue.objects
        .annotate({ m: Min(Cast('events__is_public', integer())) })
        .orderBy('pk')
        .valuesList('pk', 'm'),
  ),
  ask(
    'aggregate() over annotate()',
    `Blog.objects.annotate(n=Count('entries')).aggregate(total=Sum('n'), most=Max('n'), mean=Avg('n'))`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .aggregate({ total: Sum('n'), most: Max('n'), mean: Avg('n') }),
  ),
  ask(
    'aggregate() over annotate() with a filter between',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gt=0).aggregate(total=Sum('n'), least=Min('n'))`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gt: 0 })
        .aggregate({ total: Sum('n'), least: Min('n') }),
  ),
  ask(
    'aggregate() over a filtered annotation',
    `Publisher.objects.annotate(s=Sum('books__price', filter=Q(books__rating__gte=4))).aggregate(m=Max('s'), n=Count('s'))`,
    () =>
      Publisher.objects
        .annotate({ s: Sum('books__price', { filter: Q({ books__rating__gte: 4 }) }) })
        .aggregate({ m: Max('s'), n: Count('s') }),
  ),
  ask(
    'aggregate() over a slice',
    `Book.objects.order_by('-pages')[:3].aggregate(s=Sum('pages'), n=Count('pk'))`,
    () =>
      Book.objects
        .orderBy('-pages')
        .slice(0, 3)
        .aggregate({ s: Sum('pages'), n: Count('pk') }),
  ),
  ask(
    'aggregate() over distinct values',
    `Entry.objects.values('rating').distinct().aggregate(n=Count('rating'), s=Sum('rating'))`,
    () =>
      Entry.objects
        .values('rating')
        .distinct()
        .aggregate({ n: Count('rating'), s: Sum('rating') }),
  ),
  ask(
    'aggregate() over values that are not distinct',
    `Entry.objects.values('rating').aggregate(n=Count('rating'), s=Sum('rating'))`,
    () => Entry.objects.values('rating').aggregate({ n: Count('rating'), s: Sum('rating') }),
  ),
  ask(
    "aggregate() over a relation's joins",
    `Blog.objects.aggregate(n=Count('entries'), d=Count('entries__authors', distinct=True))`,
    () =>
      Blog.objects.aggregate({
        n: Count('entries'),
        d: Count('entries__authors', { distinct: true }),
      }),
  ),
  ask(
    'aggregate() after a filter over many',
    `Blog.objects.filter(entries__rating__gte=4).aggregate(n=Count('pk'), d=Count('pk', distinct=True))`,
    () =>
      Blog.objects
        .filter({ entries__rating__gte: 4 })
        .aggregate({ n: Count('pk'), d: Count('pk', { distinct: true }) }),
  ),
  ask(
    'aggregate() after distinct() over many',
    `Blog.objects.filter(entries__rating__gte=4).distinct().aggregate(n=Count('pk'))`,
    () =>
      Blog.objects
        .filter({ entries__rating__gte: 4 })
        .distinct()
        .aggregate({ n: Count('pk') }),
  ),
  ask(
    'aggregate() after exclude() over many',
    `Blog.objects.exclude(entries__rating__gte=4).aggregate(n=Count('pk'), e=Count('entries'))`,
    () =>
      Blog.objects
        .exclude({ entries__rating__gte: 4 })
        .aggregate({ n: Count('pk'), e: Count('entries') }),
  ),
  ask(
    'aggregate() of an annotation that is an expression',
    `Book.objects.annotate(each=F('price') / 2).aggregate(s=Sum('each'), m=Max('each'))`,
    () =>
      Book.objects
        .annotate({ each: F('price').div(2) })
        .aggregate({ s: Sum('each'), m: Max('each') }),
    { likePostgresql: true },
  ),
  ask(
    'aggregate() that refers to an earlier one',
    `Entry.objects.aggregate(total=Sum('number_of_comments'), twice=F('total') * 2)`,
    () => Entry.objects.aggregate({ total: Sum('number_of_comments'), twice: F('total').mul(2) }),
  ),
  ask('aggregate() of nothing asked', `Entry.objects.aggregate()`, () =>
    Entry.objects.aggregate({}),
  ),
  ask(
    'aggregate() with a default of another type',
    `Entry.objects.filter(pk=99).aggregate(a=Avg('rating', default=3), s=Sum('rating', default=2.5))`,
    () =>
      Entry.objects
        .filter({ pk: 99 })
        .aggregate({ a: Avg('rating', { default: 3 }), s: Sum('rating', { default: 2.5 }) }),
    { differs: { a: 3, s: 2.5 } },
  ),
  ask(
    'Count of a related pk and of the relation',
    `Blog.objects.annotate(a=Count('entries'), b=Count('entries__pk'), c=Count('entries__rating')).order_by('pk').values_list('pk', 'a', 'b', 'c')`,
    () =>
      Blog.objects
        .annotate({ a: Count('entries'), b: Count('entries__pk'), c: Count('entries__rating') })
        .orderBy('pk')
        .valuesList('pk', 'a', 'b', 'c'),
  ),
  ask(
    'Count of a nullable foreign key',
    `Entry.objects.annotate(n=Count('remarks__author')).order_by('pk').values_list('pk', 'n')`,
    () =>
      Entry.objects
        .annotate({ n: Count('remarks__author') })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'Count distinct of a nullable foreign key',
    `Blog.objects.annotate(n=Count('entries__remarks__author', distinct=True)).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries__remarks__author', { distinct: true }) })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'Count of rows in a group of NULLs',
    `Person.objects.values('salary').annotate(n=Count('salary'), m=Count('*')).order_by(F('salary').asc(nulls_first=True)).values_list('salary', 'n', 'm')`,
    () =>
      Person.objects
        .values('salary')
        .annotate({ n: Count('salary'), m: Count('*') })
        .orderBy(F('salary').asc({ nulls: 'first' }))
        .valuesList('salary', 'n', 'm'),
  ),
  ask(
    'a filter on two aggregates',
    `Blog.objects.annotate(n=Count('entries'), m=Max('entries__rating')).filter(n__gte=2, m__lt=5).order_by('pk').values_list('pk', 'n', 'm')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries'), m: Max('entries__rating') })
        .filter({ n__gte: 2, m__lt: 5 })
        .orderBy('pk')
        .valuesList('pk', 'n', 'm'),
  ),
  ask(
    'a filter on an aggregate with F',
    `Blog.objects.annotate(n=Count('entries'), m=Max('entries__rating')).filter(m__gt=F('n')).order_by('pk').values_list('pk', 'n', 'm')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries'), m: Max('entries__rating') })
        .filter({ m__gt: F('n') })
        .orderBy('pk')
        .valuesList('pk', 'n', 'm'),
  ),
  ask(
    'a filter on an aggregate with in and range',
    `Blog.objects.annotate(n=Count('entries')).filter(Q(n__in=[0, 3]) | Q(n__range=(2, 2), name__startswith='C')).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter(Q({ n__in: [0, 3] }).or(Q({ n__range: [2, 2], name__startswith: 'C' })))
        .orderBy('pk'),
  ),
  ask(
    'exclude() of an aggregate over another relation',
    `Entry.objects.annotate(n=Count('authors', distinct=True)).exclude(remarks__stars__gte=4).filter(n__gt=0).order_by('pk').values_list('pk', 'n')`,
    () =>
      Entry.objects
        .annotate({ n: Count('authors', { distinct: true }) })
        .exclude({ remarks__stars__gte: 4 })
        .filter({ n__gt: 0 })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'order_by() of an aggregate that may be NULL',
    `Blog.objects.annotate(m=Max('entries__rating')).order_by(F('m').desc(nulls_last=True), 'pk').values_list('pk', 'm')`,
    () =>
      Blog.objects
        .annotate({ m: Max('entries__rating') })
        .orderBy(F('m').desc({ nulls: 'last' }), 'pk')
        .valuesList('pk', 'm'),
  ),
  ask(
    'order_by() of an expression of an aggregate',
    `Blog.objects.annotate(n=Count('entries')).order_by(F('n') * -1, '-name').values_list('name', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .orderBy(F('n').mul(-1), '-name')
        .valuesList('name', 'n'),
  ),
  ask(
    'annotate() with a slice',
    `Blog.objects.annotate(n=Count('entries')).order_by('-n', 'pk')[1:4]`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .orderBy('-n', 'pk')
        .slice(1, 4),
  ),
  ask(
    'annotate() with a slice and count()',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gt=1).order_by('-n')[1:3].count()`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gt: 1 })
        .orderBy('-n')
        .slice(1, 3)
        .count(),
  ),
  ask(
    'annotate() and exists()',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gt=5).exists()`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gt: 5 })
        .exists(),
  ),
  ask(
    'annotate() and count()',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gt=1).count()`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gt: 1 })
        .count(),
  ),
  ask(
    'annotate() and first() and last()',
    `[Blog.objects.annotate(n=Count('entries')).order_by('-n', 'name').first(), Blog.objects.annotate(n=Count('entries')).order_by('-n', 'name').last()]`,
    () => [
      Blog.objects
        .annotate({ n: Count('entries') })
        .orderBy('-n', 'name')
        .first(),
      Blog.objects
        .annotate({ n: Count('entries') })
        .orderBy('-n', 'name')
        .last(),
    ],
  ),
];
