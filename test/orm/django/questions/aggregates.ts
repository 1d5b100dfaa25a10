import {
  Avg,
  Case,
  Coalesce,
  Count,
  F,
  Max,
  Min,
  Q,
  StdDev,
  Sum,
  Value,
  Variance,
  When,
} from '../../../../src/orm/index.ts';
import { Blog, Book, Entry, Person, Publisher, Remark, Sample, Store, Writer } from '../models.ts';
import { ask } from '../question.ts';

export const aggregates = [
  ask('the average of a decimal', `Book.objects.aggregate(average=Avg('price'))`, () =>
    Book.objects.aggregate({ average: Avg('price') }),
  ),
  ask('the average of an integer', `Book.objects.aggregate(average=Avg('pages'))`, () =>
    Book.objects.aggregate({ average: Avg('pages') }),
  ),
  ask(
    'the average of a float that may be NULL',
    `Book.objects.aggregate(average=Avg('rating'))`,
    () => Book.objects.aggregate({ average: Avg('rating') }),
  ),
  ask(
    'several aggregates',
    `Book.objects.aggregate(a=Avg('pages'), b=Max('price'), c=Min('price'), d=Sum('pages'), e=Count('pk'))`,
    () =>
      Book.objects.aggregate({
        a: Avg('pages'),
        b: Max('price'),
        c: Min('price'),
        d: Sum('pages'),
        e: Count('pk'),
      }),
  ),
  ask('the sum of a decimal', `Book.objects.aggregate(total=Sum('price'))`, () =>
    Book.objects.aggregate({ total: Sum('price') }),
  ),
  ask('the sum of decimals with four places', `Sample.objects.aggregate(total=Sum('amount'))`, () =>
    Sample.objects.aggregate({ total: Sum('amount') }),
  ),
  ask('the sum of floats', `Sample.objects.aggregate(total=Sum('x'))`, () =>
    Sample.objects.aggregate({ total: Sum('x') }),
  ),
  ask('a count skips NULL', `Entry.objects.aggregate(n=Count('rating'))`, () =>
    Entry.objects.aggregate({ n: Count('rating') }),
  ),
  ask('a count of everything', `Entry.objects.aggregate(n=Count('*'))`, () =>
    Entry.objects.aggregate({ n: Count('*') }),
  ),
  ask('a distinct count', `Entry.objects.aggregate(n=Count('rating', distinct=True))`, () =>
    Entry.objects.aggregate({ n: Count('rating', { distinct: true }) }),
  ),
  ask('a distinct sum', `Entry.objects.aggregate(n=Sum('rating', distinct=True))`, () =>
    Entry.objects.aggregate({ n: Sum('rating', { distinct: true }) }),
  ),
  ask('a distinct average', `Entry.objects.aggregate(n=Avg('rating', distinct=True))`, () =>
    Entry.objects.aggregate({ n: Avg('rating', { distinct: true }) }),
  ),
  ask(
    'an aggregate with a filter',
    `Entry.objects.aggregate(all=Count('pk'), good=Count('pk', filter=Q(rating__gte=4)))`,
    () =>
      Entry.objects.aggregate({
        all: Count('pk'),
        good: Count('pk', { filter: Q({ rating__gte: 4 }) }),
      }),
  ),
  ask(
    'a sum with a filter that matches nothing',
    `Entry.objects.aggregate(n=Sum('rating', filter=Q(rating__gt=9)))`,
    () => Entry.objects.aggregate({ n: Sum('rating', { filter: Q({ rating__gt: 9 }) }) }),
  ),
  ask(
    'a sum over nothing is None',
    `Entry.objects.filter(rating__gt=9).aggregate(n=Sum('rating'), c=Count('pk'), a=Avg('rating'))`,
    () =>
      Entry.objects
        .filter({ rating__gt: 9 })
        .aggregate({ n: Sum('rating'), c: Count('pk'), a: Avg('rating') }),
  ),
  ask(
    'a sum over nothing with a default',
    `Entry.objects.filter(rating__gt=9).aggregate(n=Sum('rating', default=0), a=Avg('rating', default=1.5), m=Max('rating', default=Value(7)))`,
    () =>
      Entry.objects.filter({ rating__gt: 9 }).aggregate({
        n: Sum('rating', { default: 0 }),
        a: Avg('rating', { default: 1.5 }),
        m: Max('rating', { default: Value(7) }),
      }),
  ),
  ask(
    'aggregates of none()',
    `Entry.objects.none().aggregate(n=Count('pk'), s=Sum('rating'), d=Sum('rating', default=3))`,
    () =>
      Entry.objects
        .none()
        .aggregate({ n: Count('pk'), s: Sum('rating'), d: Sum('rating', { default: 3 }) }),
  ),
  ask(
    'a default on a group without values',
    `Blog.objects.annotate(n=Sum('entries__rating', default=0)).order_by('pk').values_list('name', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Sum('entries__rating', { default: 0 }) })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask('standard deviation of the population', `Book.objects.aggregate(d=StdDev('pages'))`, () =>
    Book.objects.aggregate({ d: StdDev('pages') }),
  ),
  ask(
    'standard deviation of a sample',
    `Book.objects.aggregate(d=StdDev('pages', sample=True))`,
    () => Book.objects.aggregate({ d: StdDev('pages', { sample: true }) }),
  ),
  ask(
    'variance of the population',
    `Book.objects.aggregate(d=Variance('rating'))`,
    () => Book.objects.aggregate({ d: Variance('rating') }),
    { likePostgresql: true },
  ),
  ask(
    'variance of a sample',
    `Book.objects.aggregate(d=Variance('rating', sample=True))`,
    () => Book.objects.aggregate({ d: Variance('rating', { sample: true }) }),
    { likePostgresql: true },
  ),
  ask(
    'variance of a sample of one',
    `Book.objects.filter(pk=1).aggregate(d=Variance('rating', sample=True), p=Variance('rating'))`,
    () =>
      Book.objects
        .filter({ pk: 1 })
        .aggregate({ d: Variance('rating', { sample: true }), p: Variance('rating') }),
    { likePostgresql: true },
  ),
  ask(
    'the largest and smallest date',
    `Book.objects.aggregate(first=Min('pubdate'), last=Max('pubdate'))`,
    () => Book.objects.aggregate({ first: Min('pubdate'), last: Max('pubdate') }),
  ),
  ask('the largest datetime', `Store.objects.aggregate(last=Max('opened'))`, () =>
    Store.objects.aggregate({ last: Max('opened') }),
  ),
  ask('the largest text', `Writer.objects.aggregate(last=Max('name'))`, () =>
    Writer.objects.aggregate({ last: Max('name') }),
  ),
  ask(
    'over a relation',
    `Publisher.objects.aggregate(n=Count('books'), most=Max('books__pages'), total=Sum('books__price'))`,
    () =>
      Publisher.objects.aggregate({
        n: Count('books'),
        most: Max('books__pages'),
        total: Sum('books__price'),
      }),
  ),
  ask(
    'over a relation forward',
    `Book.objects.aggregate(n=Count('publisher', distinct=True))`,
    () => Book.objects.aggregate({ n: Count('publisher', { distinct: true }) }),
  ),
  ask(
    'over two relations to many',
    `Store.objects.aggregate(youngest=Min('books__writers__age'))`,
    () => Store.objects.aggregate({ youngest: Min('books__writers__age') }),
  ),
  ask(
    'of an expression',
    `Entry.objects.aggregate(n=Sum(F('number_of_comments') + F('number_of_pingbacks')))`,
    () =>
      Entry.objects.aggregate({ n: Sum(F('number_of_comments').add(F('number_of_pingbacks'))) }),
  ),
  ask(
    'an expression of aggregates',
    `Entry.objects.aggregate(n=Sum('number_of_comments') * 2 - Count('pk'))`,
    () => Entry.objects.aggregate({ n: Sum('number_of_comments').mul(2).sub(Count('pk')) }),
  ),
  ask('a quotient of aggregates', `Book.objects.aggregate(n=Sum('pages') / Count('pk'))`, () =>
    Book.objects.aggregate({ n: Sum('pages').div(Count('pk')) }),
  ),
  ask(
    'an aggregate that refers to another',
    `Book.objects.aggregate(total=Sum('pages'), twice=F('total') * 2)`,
    () => Book.objects.aggregate({ total: Sum('pages'), twice: F('total').mul(2) }),
  ),
  ask(
    'Coalesce of an aggregate',
    `Entry.objects.filter(pk=0).aggregate(n=Coalesce(Sum('rating'), 0))`,
    () => Entry.objects.filter({ pk: 0 }).aggregate({ n: Coalesce(Sum('rating'), 0) }),
  ),
  ask(
    'a sum of Case',
    `Entry.objects.aggregate(n=Sum(Case(When(rating__gte=4, then=1), default=0)))`,
    () => Entry.objects.aggregate({ n: Sum(Case(When({ rating__gte: 4 }, 1), { default: 0 })) }),
  ),
  ask(
    'of an annotation',
    `Entry.objects.annotate(total=F('number_of_comments') + F('number_of_pingbacks')).aggregate(most=Max('total'))`,
    () =>
      Entry.objects
        .annotate({ total: F('number_of_comments').add(F('number_of_pingbacks')) })
        .aggregate({ most: Max('total') }),
  ),
  ask(
    'of an aggregate annotation',
    `Publisher.objects.annotate(n=Count('books')).aggregate(average=Avg('n'), most=Max('n'))`,
    () =>
      Publisher.objects
        .annotate({ n: Count('books') })
        .aggregate({ average: Avg('n'), most: Max('n') }),
  ),
  ask(
    'of a filtered aggregate annotation',
    `Publisher.objects.annotate(n=Count('books')).filter(n__gt=1).aggregate(total=Sum('n'))`,
    () =>
      Publisher.objects
        .annotate({ n: Count('books') })
        .filter({ n__gt: 1 })
        .aggregate({ total: Sum('n') }),
  ),
  ask(
    'over a slice',
    `Entry.objects.order_by('-number_of_comments')[:3].aggregate(n=Sum('number_of_comments'), c=Count('pk'))`,
    () =>
      Entry.objects
        .orderBy('-number_of_comments')
        .slice(0, 3)
        .aggregate({ n: Sum('number_of_comments'), c: Count('pk') }),
  ),
  ask(
    'over a slice with an offset',
    `Book.objects.order_by('pages')[2:5].aggregate(total=Sum('pages'))`,
    () =>
      Book.objects
        .orderBy('pages')
        .slice(2, 5)
        .aggregate({ total: Sum('pages') }),
  ),
  ask(
    'over distinct values',
    `Book.objects.values('price').distinct().aggregate(total=Sum('price'))`,
    () =>
      Book.objects
        .values('price')
        .distinct()
        .aggregate({ total: Sum('price') }),
  ),
  ask(
    'over distinct rows of a join',
    `Blog.objects.filter(entries__rating__gt=0).distinct().aggregate(n=Count('pk'))`,
    () =>
      Blog.objects
        .filter({ entries__rating__gt: 0 })
        .distinct()
        .aggregate({ n: Count('pk') }),
  ),
  ask(
    'over copies of rows',
    `Blog.objects.filter(entries__rating__gt=0).aggregate(n=Count('pk'))`,
    () => Blog.objects.filter({ entries__rating__gt: 0 }).aggregate({ n: Count('pk') }),
  ),
  ask(
    'count() over a slice',
    `[Entry.objects.all()[:5].count(), Entry.objects.all()[10:20].count(), Entry.objects.all()[50:].count()]`,
    async () => [
      await Entry.objects.all().slice(0, 5).count(),
      await Entry.objects.all().slice(10, 20).count(),
      await Entry.objects.all().slice(50).count(),
    ],
  ),
  ask('count() over distinct values', `Entry.objects.values('rating').distinct().count()`, () =>
    Entry.objects.values('rating').distinct().count(),
  ),
  ask('count() of groups', `Entry.objects.values('rating').annotate(n=Count('pk')).count()`, () =>
    Entry.objects
      .values('rating')
      .annotate({ n: Count('pk') })
      .count(),
  ),
  ask(
    'count() with an annotation over a relation',
    `Blog.objects.annotate(n=Count('entries')).count()`,
    () => Blog.objects.annotate({ n: Count('entries') }).count(),
  ),
  ask(
    'count() with a filtered aggregate',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gte=2).count()`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gte: 2 })
        .count(),
  ),
  ask(
    'exists() with a filtered aggregate',
    `[Blog.objects.annotate(n=Count('entries')).filter(n__gt=3).exists(), Blog.objects.annotate(n=Count('entries')).filter(n=3).exists()]`,
    async () => [
      await Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gt: 3 })
        .exists(),
      await Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n: 3 })
        .exists(),
    ],
  ),
  ask(
    'of a column of a nullable relation',
    `Person.objects.aggregate(n=Sum('manager__salary'), c=Count('manager', distinct=True))`,
    () =>
      Person.objects.aggregate({
        n: Sum('manager__salary'),
        c: Count('manager', { distinct: true }),
      }),
  ),
  ask(
    'with a filter over another relation',
    `Remark.objects.aggregate(n=Count('pk', filter=Q(entry__blog__name='Beatles Blog')))`,
    () =>
      Remark.objects.aggregate({
        n: Count('pk', { filter: Q({ entry__blog__name: 'Beatles Blog' }) }),
      }),
  ),
  ask(
    'a filter on an aggregate with a negated Q',
    `Entry.objects.aggregate(n=Count('pk', filter=~Q(rating=4)))`,
    () => Entry.objects.aggregate({ n: Count('pk', { filter: Q({ rating: 4 }).not() }) }),
  ),
  ask(
    'of booleans in a filter',
    `Sample.objects.aggregate(t=Count('pk', filter=Q(flag=True)), f=Count('pk', filter=Q(flag=False)), n=Count('pk', filter=Q(flag=None)))`,
    () =>
      Sample.objects.aggregate({
        t: Count('pk', { filter: Q({ flag: true }) }),
        f: Count('pk', { filter: Q({ flag: false }) }),
        n: Count('pk', { filter: Q({ flag: null }) }),
      }),
  ),
];
