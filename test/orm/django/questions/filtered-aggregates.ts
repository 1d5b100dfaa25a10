import { Avg, Count, F, Max, Q, Sum } from '../../../../src/orm/index.ts';
import { Blog, Entry, Publisher } from '../models.ts';
import { ask } from '../question.ts';

export const filteredAggregates = [
  ask(
    'filter() after annotate() keeps all related rows',
    `Publisher.objects.annotate(n=Count('books', distinct=True)).filter(books__rating__gt=3.0).order_by('pk').values_list('name', 'n')`,
    () =>
      Publisher.objects
        .annotate({ n: Count('books', { distinct: true }) })
        .filter({ books__rating__gt: 3 })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'filter() before annotate() narrows the related rows',
    `Publisher.objects.filter(books__rating__gt=3.0).annotate(n=Count('books')).order_by('pk').values_list('name', 'n')`,
    () =>
      Publisher.objects
        .filter({ books__rating__gt: 3 })
        .annotate({ n: Count('books') })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'annotate() then filter() with an average',
    `Publisher.objects.annotate(a=Avg('books__rating')).filter(books__rating__gt=3.0).order_by('pk').values_list('name', 'a')`,
    () =>
      Publisher.objects
        .annotate({ a: Avg('books__rating') })
        .filter({ books__rating__gt: 3 })
        .orderBy('pk')
        .valuesList('name', 'a'),
  ),
  ask(
    'filter() then annotate() with an average',
    `Publisher.objects.filter(books__rating__gt=3.0).annotate(a=Avg('books__rating')).order_by('pk').values_list('name', 'a')`,
    () =>
      Publisher.objects
        .filter({ books__rating__gt: 3 })
        .annotate({ a: Avg('books__rating') })
        .orderBy('pk')
        .valuesList('name', 'a'),
  ),
  ask(
    'exclude() before annotate()',
    `Publisher.objects.exclude(books__rating__lt=3.0).annotate(n=Count('books')).order_by('pk').values_list('name', 'n')`,
    () =>
      Publisher.objects
        .exclude({ books__rating__lt: 3 })
        .annotate({ n: Count('books') })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'a filter on an aggregate is HAVING',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gt=1).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gt: 1 })
        .orderBy('pk'),
  ),
  ask(
    'exclude on an aggregate',
    `Blog.objects.annotate(n=Count('entries')).exclude(n=0).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .exclude({ n: 0 })
        .orderBy('pk'),
  ),
  ask(
    'exclude on an aggregate that is NULL',
    `Blog.objects.annotate(m=Max('entries__rating')).exclude(m=5).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ m: Max('entries__rating') })
        .exclude({ m: 5 })
        .orderBy('pk'),
  ),
  ask(
    'isnull on an aggregate',
    `Blog.objects.annotate(m=Max('entries__rating')).filter(m__isnull=True).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ m: Max('entries__rating') })
        .filter({ m__isnull: true })
        .orderBy('pk'),
  ),
  ask(
    'an or of an aggregate and a column',
    `Blog.objects.annotate(n=Count('entries')).filter(Q(n=3) | Q(name__contains='Cheddar')).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter(Q({ n: 3 }).or(Q({ name__contains: 'Cheddar' })))
        .orderBy('pk'),
  ),
  ask(
    'not of an or of an aggregate and a column',
    `Blog.objects.annotate(n=Count('entries')).filter(~(Q(n=3) | Q(name__contains='Cheddar'))).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter(
          Q({ n: 3 })
            .or(Q({ name__contains: 'Cheddar' }))
            .not(),
        )
        .orderBy('pk'),
  ),
  ask(
    'an xor of an aggregate and a column',
    `Blog.objects.annotate(n=Count('entries')).filter(Q(n=3) ^ Q(name__contains='Pop')).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter(Q({ n: 3 }).xor(Q({ name__contains: 'Pop' })))
        .orderBy('pk'),
  ),
  ask(
    'an aggregate against an aggregate',
    `Entry.objects.annotate(a=Count('authors', distinct=True), r=Count('remarks', distinct=True)).filter(r__gt=F('a')).order_by('pk')`,
    () =>
      Entry.objects
        .annotate({
          a: Count('authors', { distinct: true }),
          r: Count('remarks', { distinct: true }),
        })
        .filter({ r__gt: F('a') })
        .orderBy('pk'),
  ),
  ask(
    'an aggregate against a column',
    `Entry.objects.annotate(r=Count('remarks')).filter(number_of_comments__gt=F('r') * 4).order_by('pk')`,
    () =>
      Entry.objects
        .annotate({ r: Count('remarks') })
        .filter({ number_of_comments__gt: F('r').mul(4) })
        .orderBy('pk'),
  ),
  ask(
    'a filter on an aggregate without annotating it',
    `Blog.objects.alias(n=Count('entries')).filter(n__gt=2).order_by('pk').values()`,
    () =>
      Blog.objects
        .alias({ n: Count('entries') })
        .filter({ n__gt: 2 })
        .orderBy('pk')
        .values(),
  ),
  ask(
    'an alias becomes an annotation',
    `Blog.objects.alias(n=Count('entries')).annotate(twice=F('n') * 2).order_by('pk').values_list('name', 'twice')`,
    () =>
      Blog.objects
        .alias({ n: Count('entries') })
        .annotate({ twice: F('n').mul(2) })
        .orderBy('pk')
        .valuesList('name', 'twice'),
  ),
  ask(
    'an aggregate with a filter',
    `Blog.objects.annotate(n=Count('entries', filter=Q(entries__rating__gte=4))).order_by('pk').values_list('name', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries', { filter: Q({ entries__rating__gte: 4 }) }) })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'an aggregate with a filter over another relation',
    `Entry.objects.annotate(n=Count('remarks', filter=Q(remarks__author__name='Paul'))).order_by('pk').values_list('pk', 'n')`,
    () =>
      Entry.objects
        .annotate({ n: Count('remarks', { filter: Q({ remarks__author__name: 'Paul' }) }) })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'an aggregate with a negated filter over its own relation',
    `Blog.objects.annotate(n=Count('entries', filter=~Q(entries__rating=5))).order_by('pk').values_list('name', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries', { filter: Q({ entries__rating: 5 }).not() }) })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'an aggregate with a filter and a default',
    `Blog.objects.annotate(n=Sum('entries__number_of_comments', filter=Q(entries__rating=5), default=0)).order_by('pk').values_list('name', 'n')`,
    () =>
      Blog.objects
        .annotate({
          n: Sum('entries__number_of_comments', {
            filter: Q({ entries__rating: 5 }),
            default: 0,
          }),
        })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'chained filters over one relation and a count',
    `Blog.objects.filter(entries__rating__gt=3).filter(entries__number_of_comments__gt=1).annotate(n=Count('entries')).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .filter({ entries__rating__gt: 3 })
        .filter({ entries__number_of_comments__gt: 1 })
        .annotate({ n: Count('entries') })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'a filter over another relation before a count',
    `Blog.objects.filter(entries__authors__name='John').annotate(n=Count('entries')).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .filter({ entries__authors__name: 'John' })
        .annotate({ n: Count('entries') })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
];
