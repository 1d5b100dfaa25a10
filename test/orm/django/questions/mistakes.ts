import { Count, F, Sum, Window } from '../../../../src/orm/index.ts';
import { Blog, Book, Entry } from '../models.ts';
import { ask, change } from '../question.ts';

/** What Django refuses, we refuse; error-codes.ts says with which code. */
export const mistakes = [
  ask('an unknown field', `Entry.objects.filter(nothing=1)`, () =>
    Entry.objects.filter({ nothing: 1 } as never),
  ),
  ask('an unknown field of a relation', `Entry.objects.filter(blog__nothing=1)`, () =>
    Entry.objects.filter({ blog__nothing: 1 } as never),
  ),
  ask('an unknown lookup', `Entry.objects.filter(headline__near='x')`, () =>
    Entry.objects.filter({ headline__near: 'x' } as never),
  ),
  ask('a lookup that is none of the type', `Entry.objects.filter(headline__year=2008)`, () =>
    Entry.objects.filter({ headline__year: 2008 } as never),
  ),
  ask('an unknown field in the order', `Entry.objects.order_by('nothing')`, () =>
    Entry.objects.orderBy('nothing' as never),
  ),
  ask('an unknown field in values()', `Entry.objects.values('nothing')`, () =>
    Entry.objects.values('nothing' as never),
  ),
  ask('an unknown field in F', `Entry.objects.filter(rating=F('nothing'))`, () =>
    Entry.objects.filter({ rating: F('nothing' as never) }),
  ),
  ask('an unknown field in an aggregate', `Entry.objects.aggregate(n=Sum('nothing'))`, () =>
    Entry.objects.aggregate({ n: Sum('nothing' as never) }),
  ),
  ask('an unknown relation in selectRelated()', `Entry.objects.select_related('nothing')`, () =>
    Entry.objects.selectRelated('nothing' as never),
  ),
  ask('an unknown relation in prefetchRelated()', `Entry.objects.prefetch_related('nothing')`, () =>
    Entry.objects.prefetchRelated('nothing' as never),
  ),
  ask('an unknown field in update()', `Entry.objects.update(nothing=1)`, () =>
    Entry.objects.all().update({ nothing: 1 } as never),
  ),
  ask('a filter on a slice', `Entry.objects.all()[:2].filter(pk=1)`, () =>
    Entry.objects.all().slice(0, 2).filter({ pk: 1 }),
  ),
  ask('an exclude on a slice', `Entry.objects.all()[:2].exclude(pk=1)`, () =>
    Entry.objects.all().slice(0, 2).exclude({ pk: 1 }),
  ),
  ask('an order on a slice', `Entry.objects.all()[:2].order_by('pk')`, () =>
    Entry.objects.all().slice(0, 2).orderBy('pk'),
  ),
  ask('a reverse() of a slice', `Entry.objects.all()[:2].reverse()`, () =>
    Entry.objects.all().slice(0, 2).reverse(),
  ),
  ask('distinct() of a slice', `Entry.objects.all()[:2].distinct()`, () =>
    Entry.objects.all().slice(0, 2).distinct(),
  ),
  ask('last() of a slice', `Entry.objects.all()[:2].last()`, () =>
    Entry.objects.all().slice(0, 2).last(),
  ),
  ask('latest() of a slice', `Entry.objects.all()[:2].latest('pk')`, () =>
    Entry.objects.all().slice(0, 2).latest('pk'),
  ),
  ask(
    'a filter on a union',
    `Entry.objects.filter(pk=1).union(Entry.objects.filter(pk=2)).filter(pk=1)`,
    () =>
      Entry.objects
        .filter({ pk: 1 })
        .union(Entry.objects.filter({ pk: 2 }))
        .filter({ pk: 1 }),
  ),
  ask(
    'an annotate() on a union',
    `Entry.objects.filter(pk=1).union(Entry.objects.filter(pk=2)).annotate(n=Count('pk'))`,
    () =>
      Entry.objects
        .filter({ pk: 1 })
        .union(Entry.objects.filter({ pk: 2 }))
        .annotate({ n: Count('pk') }),
  ),
  ask('an annotation named as a field', `Entry.objects.annotate(headline=F('body_text'))`, () =>
    Entry.objects.annotate({ headline: F('body_text') } as never),
  ),
  ask(
    'an aggregate of an aggregate',
    `Blog.objects.annotate(n=Count('entries')).annotate(m=Sum('n'))`,
    () => Blog.objects.annotate({ n: Count('entries') }).annotate({ m: Sum('n') }),
  ),
  ask(
    'an aggregate in the order alone',
    `Blog.objects.order_by(Count('entries').desc(), 'pk')`,
    () => Blog.objects.orderBy(Count('entries').desc(), 'pk'),
    {
      differs: [{ row: 1 }, { row: 3 }, { row: 2 }, { row: 5 }, { row: 6 }, { row: 4 }],
    },
  ),
  ask('isnull with something that is no boolean', `Entry.objects.filter(rating__isnull=1)`, () =>
    Entry.objects.filter({ rating__isnull: 1 as never }),
  ),
  ask('a text for an integer', `Entry.objects.filter(rating='four')`, () =>
    Entry.objects.filter({ rating: 'four' as never }),
  ),
  ask('a date that does not exist', `Entry.objects.filter(pub_date='2008-02-30')`, () =>
    Entry.objects.filter({ pub_date: '2008-02-30' }),
  ),
  ask('None where no comparison takes it', `Entry.objects.filter(rating__gt=None)`, () =>
    Entry.objects.filter({ rating__gt: null as never }),
  ),
  ask(
    'a QuerySet of two columns in a list',
    `Entry.objects.filter(pk__in=Entry.objects.values('pk', 'rating'))`,
    () => Entry.objects.filter({ pk__in: Entry.objects.values('pk', 'rating') as never }),
  ),
  change('delete() of values', `Blog.objects.values('name').delete()`, () =>
    Blog.objects.values('name').delete(),
  ),
  ask(
    'a distinct sum over a window',
    `Book.objects.annotate(w=Window(Sum('pages', distinct=True), order_by='pk')).count()`,
    () =>
      Book.objects
        .annotate({ w: Window(Sum('pages', { distinct: true }), { orderBy: ['pk'] }) })
        .count(),
  ),
  ask(
    'an annotation that no alias may have',
    `Entry.objects.annotate(**{'a"b; --': F('pk')})`,
    () => Entry.objects.annotate({ 'a"b; --': F('pk') }),
  ),
  ask(
    'inBulk() by a field that is not unique',
    `Book.objects.in_bulk([12], field_name='pages')`,
    () => Book.objects.all().inBulk([12], { field: 'pages' }),
  ),
  ask('inBulk() of a slice', `Book.objects.all()[:2].in_bulk([1])`, () =>
    Book.objects.all().slice(0, 2).inBulk([1]),
  ),
];
