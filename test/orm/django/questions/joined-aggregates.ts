import {
  Avg,
  Case,
  Coalesce,
  Count,
  Decimal,
  Exists,
  F,
  Greatest,
  Lower,
  Max,
  Min,
  OuterRef,
  Q,
  StdDev,
  Sum,
  Value,
  When,
} from '../../../../src/orm/index.ts';
import { Blog, Book, Entry, Publisher, Remark } from '../models.ts';
import { ask } from '../question.ts';

export const joinedAggregates = [
  ask(
    'two counts over two relations multiply',
    `Entry.objects.annotate(a=Count('authors'), r=Count('remarks')).order_by('pk').values_list('pk', 'a', 'r')`,
    () =>
      Entry.objects
        .annotate({ a: Count('authors'), r: Count('remarks') })
        .orderBy('pk')
        .valuesList('pk', 'a', 'r'),
  ),
  ask(
    'a distinct count with a filter over two relations',
    `Entry.objects.annotate(a=Count('authors', distinct=True, filter=Q(remarks__stars__gte=2)), r=Count('remarks', distinct=True)).order_by('pk').values_list('pk', 'a', 'r')`,
    () =>
      Entry.objects
        .annotate({
          a: Count('authors', { distinct: true, filter: Q({ remarks__stars__gte: 2 }) }),
          r: Count('remarks', { distinct: true }),
        })
        .orderBy('pk')
        .valuesList('pk', 'a', 'r'),
  ),
  ask(
    'a distinct sum over two relations',
    `Blog.objects.annotate(s=Sum('entries__rating', distinct=True), n=Count('entries__authors')).order_by('pk').values_list('pk', 's', 'n')`,
    () =>
      Blog.objects
        .annotate({ s: Sum('entries__rating', { distinct: true }), n: Count('entries__authors') })
        .orderBy('pk')
        .valuesList('pk', 's', 'n'),
  ),
  ask(
    'a sum with a filter over a further relation',
    `Blog.objects.annotate(s=Sum('entries__remarks__stars', filter=Q(entries__remarks__author__isnull=False))).order_by('pk').values_list('pk', 's')`,
    () =>
      Blog.objects
        .annotate({
          s: Sum('entries__remarks__stars', {
            filter: Q({ entries__remarks__author__isnull: false }),
          }),
        })
        .orderBy('pk')
        .valuesList('pk', 's'),
  ),
  ask(
    'a sum with a filter, a default and a further relation',
    `Blog.objects.annotate(s=Sum('entries__remarks__stars', filter=Q(entries__remarks__author__name='Paul'), default=0)).order_by('pk').values_list('pk', 's')`,
    () =>
      Blog.objects
        .annotate({
          s: Sum('entries__remarks__stars', {
            filter: Q({ entries__remarks__author__name: 'Paul' }),
            default: 0,
          }),
        })
        .orderBy('pk')
        .valuesList('pk', 's'),
  ),
  ask(
    'two aggregates with different filters over one relation',
    `Blog.objects.annotate(good=Count('entries', filter=Q(entries__rating__gte=4)), bad=Count('entries', filter=Q(entries__rating__lt=4))).order_by('pk').values_list('pk', 'good', 'bad')`,
    () =>
      Blog.objects
        .annotate({
          good: Count('entries', { filter: Q({ entries__rating__gte: 4 }) }),
          bad: Count('entries', { filter: Q({ entries__rating__lt: 4 }) }),
        })
        .orderBy('pk')
        .valuesList('pk', 'good', 'bad'),
  ),
  ask(
    'an aggregate with a filter that negates',
    `Entry.objects.annotate(n=Count('authors', filter=~Q(authors__name='John'))).order_by('pk').values_list('pk', 'n')`,
    () =>
      Entry.objects
        .annotate({ n: Count('authors', { filter: Q({ authors__name: 'John' }).not() }) })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'an aggregate with a filter that is an or',
    `Entry.objects.annotate(n=Count('authors', filter=Q(authors__name='John') | Q(authors__born__isnull=True))).order_by('pk').values_list('pk', 'n')`,
    () =>
      Entry.objects
        .annotate({
          n: Count('authors', {
            filter: Q({ authors__name: 'John' }).or(Q({ authors__born__isnull: true })),
          }),
        })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'an aggregate with a filter over an annotation',
    `Blog.objects.annotate(low=Lower('name')).annotate(n=Count('entries', filter=Q(low__contains='blog'))).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ low: Lower('name') })
        .annotate({ n: Count('entries', { filter: Q({ low__contains: 'blog' }) }) })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'an aggregate with a filter with F',
    `Blog.objects.annotate(n=Count('entries', filter=Q(entries__number_of_comments__gt=F('entries__number_of_pingbacks')))).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({
          n: Count('entries', {
            filter: Q({ entries__number_of_comments__gt: F('entries__number_of_pingbacks') }),
          }),
        })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'an aggregate with a filter that never holds',
    `Blog.objects.annotate(n=Count('entries', filter=Q(entries__in=[])), s=Sum('entries__rating', filter=Q(entries__in=[]), default=7)).order_by('pk').values_list('pk', 'n', 's')`,
    () =>
      Blog.objects
        .annotate({
          n: Count('entries', { filter: Q({ entries__in: [] }) }),
          s: Sum('entries__rating', { filter: Q({ entries__in: [] }), default: 7 }),
        })
        .orderBy('pk')
        .valuesList('pk', 'n', 's'),
  ),
  ask(
    'an aggregate with a filter by Exists',
    `Blog.objects.annotate(n=Count('entries', filter=Exists(Remark.objects.filter(entry=OuterRef('entries'))))).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({
          n: Count('entries', {
            filter: Exists(Remark.objects.filter({ entry: OuterRef('entries') })),
          }),
        })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'an aggregate of an expression over a relation',
    `Blog.objects.annotate(s=Sum(F('entries__number_of_comments') * 2 + F('entries__number_of_pingbacks'))).order_by('pk').values_list('pk', 's')`,
    () =>
      Blog.objects
        .annotate({
          s: Sum(F('entries__number_of_comments').mul(2).add(F('entries__number_of_pingbacks'))),
        })
        .orderBy('pk')
        .valuesList('pk', 's'),
  ),
  ask(
    'an aggregate of Case over a relation',
    `Blog.objects.annotate(s=Sum(Case(When(entries__rating__gte=4, then=1), default=0))).order_by('pk').values_list('pk', 's')`,
    () =>
      Blog.objects
        .annotate({ s: Sum(Case(When({ entries__rating__gte: 4 }, 1), { default: 0 })) })
        .orderBy('pk')
        .valuesList('pk', 's'),
  ),
  ask(
    'an aggregate of Coalesce over a relation',
    `Blog.objects.annotate(s=Sum(Coalesce('entries__rating', 0))).order_by('pk').values_list('pk', 's')`,
    () =>
      Blog.objects
        .annotate({ s: Sum(Coalesce('entries__rating', 0)) })
        .orderBy('pk')
        .valuesList('pk', 's'),
  ),
  ask(
    'an average of whole numbers',
    `Blog.objects.annotate(a=Avg('entries__rating')).order_by('pk').values_list('pk', 'a')`,
    () =>
      Blog.objects
        .annotate({ a: Avg('entries__rating') })
        .orderBy('pk')
        .valuesList('pk', 'a'),
  ),
  ask(
    'an average of decimals',
    `Publisher.objects.annotate(a=Avg('books__price')).order_by('pk').values_list('pk', 'a')`,
    () =>
      Publisher.objects
        .annotate({ a: Avg('books__price') })
        .orderBy('pk')
        .valuesList('pk', 'a'),
  ),
  ask(
    'an average of floats',
    `Publisher.objects.annotate(a=Avg('books__rating')).order_by('pk').values_list('pk', 'a')`,
    () =>
      Publisher.objects
        .annotate({ a: Avg('books__rating') })
        .orderBy('pk')
        .valuesList('pk', 'a'),
  ),
  ask(
    'an average with a default',
    `Publisher.objects.annotate(a=Avg('books__pages', default=0)).order_by('pk').values_list('pk', 'a')`,
    () =>
      Publisher.objects
        .annotate({ a: Avg('books__pages', { default: 0 }) })
        .orderBy('pk')
        .valuesList('pk', 'a'),
  ),
  ask(
    'an average of an expression of decimals',
    `Book.objects.aggregate(a=Avg(F('price') * F('pages')))`,
    () => Book.objects.aggregate({ a: Avg(F('price').mul(F('pages'))) }),
  ),
  ask(
    'an average of a quotient',
    `Book.objects.aggregate(a=Avg(F('price') / F('pages')))`,
    () => Book.objects.aggregate({ a: Avg(F('price').div(F('pages'))) }),
    { likePostgresql: true },
  ),
  ask(
    'a sum of decimals with a default',
    `Publisher.objects.annotate(s=Sum('books__price', default=Decimal('0'))).order_by('pk').values_list('pk', 's')`,
    () =>
      Publisher.objects
        .annotate({ s: Sum('books__price', { default: new Decimal('0') }) })
        .orderBy('pk')
        .valuesList('pk', 's'),
  ),
  ask(
    'a sum of decimals with a filter',
    `Publisher.objects.annotate(s=Sum('books__price', filter=Q(books__pages__gt=400))).order_by('pk').values_list('pk', 's')`,
    () =>
      Publisher.objects
        .annotate({ s: Sum('books__price', { filter: Q({ books__pages__gt: 400 }) }) })
        .orderBy('pk')
        .valuesList('pk', 's'),
  ),
  ask(
    'a sum of decimals by whole numbers',
    `Book.objects.aggregate(s=Sum(F('price') * F('pages')))`,
    () => Book.objects.aggregate({ s: Sum(F('price').mul(F('pages'))) }),
  ),
  ask(
    'a sum of floats by whole numbers',
    `Book.objects.aggregate(s=Sum(F('rating') * F('pages')))`,
    () => Book.objects.aggregate({ s: Sum(F('rating').mul(F('pages'))) }),
  ),
  ask('a sum of decimals by a whole number', `Book.objects.aggregate(s=Sum(F('price') * 3))`, () =>
    Book.objects.aggregate({ s: Sum(F('price').mul(3)) }),
  ),
  ask(
    'a sum of sums of columns',
    `Entry.objects.aggregate(s=Sum(F('number_of_comments') + F('number_of_pingbacks')))`,
    () =>
      Entry.objects.aggregate({ s: Sum(F('number_of_comments').add(F('number_of_pingbacks'))) }),
  ),
  ask(
    'a difference of two aggregates',
    `Book.objects.aggregate(d=Max('price') - Min('price'))`,
    () => Book.objects.aggregate({ d: Max('price').sub(Min('price')) }),
  ),
  ask(
    'a quotient of two counts',
    `Blog.objects.annotate(q=Sum('entries__number_of_comments') / Count('entries', distinct=True)).filter(entries__isnull=False).order_by('pk').values_list('pk', 'q')`,
    () =>
      Blog.objects
        .annotate({
          q: Sum('entries__number_of_comments').div(Count('entries', { distinct: true })),
        })
        .filter({ entries__isnull: false })
        .orderBy('pk')
        .valuesList('pk', 'q'),
  ),
  ask(
    'an aggregate and a column in one expression',
    `Book.objects.annotate(d=F('pages') - Avg('writers__age')).order_by('pk').values_list('pk', 'd')`,
    () =>
      Book.objects
        .annotate({ d: F('pages').sub(Avg('writers__age')) })
        .orderBy('pk')
        .valuesList('pk', 'd'),
  ),
  ask(
    'an aggregate times a constant',
    `Blog.objects.annotate(d=Count('entries') * 10 + 1).order_by('pk').values_list('pk', 'd')`,
    () =>
      Blog.objects
        .annotate({ d: Count('entries').mul(10).add(1) })
        .orderBy('pk')
        .valuesList('pk', 'd'),
  ),
  ask(
    'Coalesce of an aggregate',
    `Blog.objects.annotate(m=Coalesce(Max('entries__rating'), 0)).order_by('pk').values_list('pk', 'm')`,
    () =>
      Blog.objects
        .annotate({ m: Coalesce(Max('entries__rating'), 0) })
        .orderBy('pk')
        .valuesList('pk', 'm'),
  ),
  ask(
    'Coalesce of an aggregate and another',
    `Blog.objects.annotate(m=Coalesce(Max('entries__rating'), Count('entries'))).order_by('pk').values_list('pk', 'm')`,
    () =>
      Blog.objects
        .annotate({ m: Coalesce(Max('entries__rating'), Count('entries')) })
        .orderBy('pk')
        .valuesList('pk', 'm'),
  ),
  ask(
    'Case with an aggregate in its condition',
    `Blog.objects.annotate(n=Count('entries')).annotate(size=Case(When(n__gte=3, then=Value('large')), When(n=0, then=Value('none')), default=Value('small'))).order_by('pk').values_list('pk', 'size')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .annotate({
          size: Case(When({ n__gte: 3 }, Value('large')), When({ n: 0 }, Value('none')), {
            default: Value('small'),
          }),
        })
        .orderBy('pk')
        .valuesList('pk', 'size'),
  ),
  ask(
    'Greatest of two aggregates',
    `Entry.objects.annotate(m=Greatest(Count('authors', distinct=True), Count('remarks', distinct=True))).order_by('pk').values_list('pk', 'm')`,
    () =>
      Entry.objects
        .annotate({
          m: Greatest(Count('authors', { distinct: true }), Count('remarks', { distinct: true })),
        })
        .orderBy('pk')
        .valuesList('pk', 'm'),
  ),
  ask(
    'StdDev over a relation',
    `Publisher.objects.annotate(d=StdDev('books__pages')).order_by('pk').values_list('pk', 'd')`,
    () =>
      Publisher.objects
        .annotate({ d: StdDev('books__pages') })
        .orderBy('pk')
        .valuesList('pk', 'd'),
    { likePostgresql: true },
  ),
];
