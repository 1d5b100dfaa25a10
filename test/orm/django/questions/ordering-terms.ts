import {
  Case,
  Coalesce,
  Count,
  Exists,
  F,
  Length,
  Lower,
  OuterRef,
  Q,
  Subquery,
  When,
} from '../../../../src/orm/index.ts';
import { Author, Blog, Category, Entry, Event, Remark, Venue } from '../models.ts';
import { ask } from '../question.ts';

export const orderingTerms = [
  ask(
    'order_by() of an expression, NULLs last',
    `Entry.objects.order_by((F('rating') * -1).asc(nulls_last=True), 'pk')`,
    () => Entry.objects.orderBy(F('rating').mul(-1).asc({ nulls: 'last' }), 'pk'),
  ),
  ask(
    'order_by() of a column, NULLs first',
    `Entry.objects.order_by(F('rating').desc(nulls_first=True), '-pk')`,
    () => Entry.objects.orderBy(F('rating').desc({ nulls: 'first' }), '-pk'),
  ),
  ask('order_by() of Coalesce', `Entry.objects.order_by(Coalesce('rating', 0), 'pk')`, () =>
    Entry.objects.orderBy(Coalesce('rating', 0), 'pk'),
  ),
  ask(
    'order_by() of Coalesce descending',
    `Entry.objects.order_by(Coalesce('rating', 0).desc(), 'pk')`,
    () => Entry.objects.orderBy(Coalesce('rating', 0).desc(), 'pk'),
  ),
  ask(
    'order_by() of Case',
    `Entry.objects.order_by(Case(When(blog=3, then=0), default=1), 'pk')`,
    () => Entry.objects.orderBy(Case(When({ blog: 3 }, 0), { default: 1 }), 'pk'),
  ),
  ask('order_by() of Lower', `Author.objects.order_by(Lower('name'), '-pk')`, () =>
    Author.objects.orderBy(Lower('name'), '-pk'),
  ),
  ask(
    'order_by() of Lower descending',
    `Author.objects.order_by(Lower('name').desc(), '-pk')`,
    () => Author.objects.orderBy(Lower('name').desc(), '-pk'),
  ),
  ask('order_by() of Length', `Blog.objects.order_by(Length('name'), 'pk')`, () =>
    Blog.objects.orderBy(Length('name'), 'pk'),
  ),
  ask(
    'order_by() of a relation with a default order',
    `Event.objects.filter(venue__isnull=False).order_by('venue', 'pk')`,
    () => Event.objects.filter({ venue__isnull: false }).orderBy('venue', 'pk'),
  ),
  ask(
    'order_by() of a relation with a default order, turned around',
    `Event.objects.filter(venue__isnull=False).order_by('-venue', 'pk')`,
    () => Event.objects.filter({ venue__isnull: false }).orderBy('-venue', 'pk'),
  ),
  ask(
    "order_by() of a relation's id",
    `Event.objects.filter(venue__isnull=False).order_by('venue__id', 'pk')`,
    () => Event.objects.filter({ venue__isnull: false }).orderBy('venue__id', 'pk'),
  ),
  ask(
    "order_by() of a relation's pk",
    `Event.objects.filter(venue__isnull=False).order_by('-venue__pk', 'pk')`,
    () => Event.objects.filter({ venue__isnull: false }).orderBy('-venue__pk', 'pk'),
  ),
  ask(
    'order_by() over two relations',
    `Event.objects.filter(venue__isnull=False).order_by('venue__category__name', 'pk')`,
    () => Event.objects.filter({ venue__isnull: false }).orderBy('venue__category__name', 'pk'),
  ),
  ask(
    'order_by() of a relation to itself',
    `Category.objects.filter(parent__isnull=False).order_by('parent', 'pk')`,
    () => Category.objects.filter({ parent__isnull: false }).orderBy('parent', 'pk'),
  ),
  ask(
    'order_by() of many-to-many makes copies',
    `Entry.objects.filter(pk__in=[1, 10]).order_by('authors__name', 'pk')`,
    () => Entry.objects.filter({ pk__in: [1, 10] }).orderBy('authors__name', 'pk'),
  ),
  ask(
    "order_by() of an aggregate's alias",
    `Blog.objects.alias(n=Count('entries')).order_by('-n', 'pk')`,
    () => Blog.objects.alias({ n: Count('entries') }).orderBy('-n', 'pk'),
  ),
  ask(
    'order_by() of a subquery',
    `Blog.objects.filter(entries__isnull=False).distinct().annotate(last=Subquery(Entry.objects.filter(blog=OuterRef('pk')).order_by('-mod_date').values('mod_date')[:1])).order_by('last')`,
    () =>
      Blog.objects
        .filter({ entries__isnull: false })
        .distinct()
        .annotate({
          last: Subquery(
            Entry.objects
              .filter({ blog: OuterRef('pk') })
              .orderBy('-mod_date')
              .values('mod_date')
              .slice(0, 1),
          ),
        })
        .orderBy('last'),
  ),
  ask('order_by() of a boolean', `Event.objects.order_by('is_public', 'pk')`, () =>
    Event.objects.orderBy('is_public', 'pk'),
  ),
  ask(
    'order_by() of Exists',
    `Blog.objects.order_by(Exists(Entry.objects.filter(blog=OuterRef('pk'), rating=5)).desc(), 'pk')`,
    () =>
      Blog.objects.orderBy(
        Exists(Entry.objects.filter({ blog: OuterRef('pk'), rating: 5 })).desc(),
        'pk',
      ),
  ),
  ask(
    'order_by() of Q as an expression',
    `Entry.objects.annotate(good=Q(rating__gte=4)).filter(rating__isnull=False).order_by('-good', 'pk').values_list('pk', 'good')`,
    () =>
      Entry.objects
        .annotate({ good: Q({ rating__gte: 4 }) })
        .filter({ rating__isnull: false })
        .orderBy('-good', 'pk')
        .valuesList('pk', 'good'),
  ),
  ask(
    'order_by() twice keeps the last',
    `Entry.objects.order_by('headline').order_by('-pk')[:3]`,
    () => Entry.objects.orderBy('headline').orderBy('-pk').slice(0, 3),
  ),
  ask(
    'order_by() without arguments drops the default',
    `Author.objects.order_by().filter(pk=1)`,
    () => Author.objects.orderBy().filter({ pk: 1 }),
  ),
  ask('order_by() of one column twice', `Entry.objects.order_by('blog', '-blog', 'pk')`, () =>
    Entry.objects.orderBy('blog', '-blog', 'pk'),
  ),
  ask(
    'reverse() of two terms',
    `Entry.objects.order_by('blog', '-rating', 'pk').filter(rating__isnull=False).reverse()`,
    () =>
      Entry.objects.orderBy('blog', '-rating', 'pk').filter({ rating__isnull: false }).reverse(),
  ),
  ask(
    'reverse() of NULLs last',
    `Entry.objects.order_by(F('rating').asc(nulls_last=True), 'pk').reverse()`,
    () => Entry.objects.orderBy(F('rating').asc({ nulls: 'last' }), 'pk').reverse(),
  ),
  ask('reverse() of a default order', `Author.objects.reverse()`, () =>
    Author.objects.all().reverse(),
  ),
  ask('reverse() twice', `Author.objects.reverse().reverse()`, () =>
    Author.objects.all().reverse().reverse(),
  ),
  ask('reverse() without an order', `Entry.objects.reverse().count()`, () =>
    Entry.objects.all().reverse().count(),
  ),
  ask('reverse() and a slice', `Author.objects.reverse()[:2]`, () =>
    Author.objects.all().reverse().slice(0, 2),
  ),
  ask(
    'reverse() of an expression',
    `Blog.objects.order_by(Length('name').desc(), 'pk').reverse()`,
    () => Blog.objects.orderBy(Length('name').desc(), 'pk').reverse(),
  ),
  ask('first() of a reversed order', `Author.objects.reverse().first()`, () =>
    Author.objects.all().reverse().first(),
  ),
  ask('last() of a reversed order', `Author.objects.reverse().last()`, () =>
    Author.objects.all().reverse().last(),
  ),
  ask('last() without an order', `Blog.objects.filter(pk__lt=4).last()`, () =>
    Blog.objects.filter({ pk__lt: 4 }).last(),
  ),
  ask('last() with a default order', `Venue.objects.last()`, () => Venue.objects.all().last()),
  ask('first() with a default order of a relation', `Venue.objects.first()`, () =>
    Venue.objects.all().first(),
  ),
  ask(
    'last() of NULLs last',
    `Entry.objects.order_by(F('rating').desc(nulls_last=True), 'pk').last()`,
    () => Entry.objects.orderBy(F('rating').desc({ nulls: 'last' }), 'pk').last(),
  ),
  ask('first() of values', `Entry.objects.values('headline').order_by('-pk').first()`, () =>
    Entry.objects.values('headline').orderBy('-pk').first(),
  ),
  ask(
    'last() of values_list()',
    `Entry.objects.values_list('headline', flat=True).order_by('-pk').last()`,
    () => Entry.objects.valuesList('headline', { flat: true }).orderBy('-pk').last(),
  ),
  ask('last() of a filter over many', `Blog.objects.filter(entries__rating__gte=4).last()`, () =>
    Blog.objects.filter({ entries__rating__gte: 4 }).last(),
  ),
  ask('first() without rows', `Blog.objects.filter(pk=99).last()`, () =>
    Blog.objects.filter({ pk: 99 }).last(),
  ),
  ask(
    'earliest() with two fields',
    `Entry.objects.filter(pub_date__isnull=False).earliest('pub_date', '-pk')`,
    () => Entry.objects.filter({ pub_date__isnull: false }).earliest('pub_date', '-pk'),
  ),
  ask(
    'latest() with two fields',
    `Entry.objects.filter(pub_date__isnull=False).latest('pub_date', 'pk')`,
    () => Entry.objects.filter({ pub_date__isnull: false }).latest('pub_date', 'pk'),
  ),
  ask('latest() over a relation', `Remark.objects.latest('entry__mod_date', 'pk')`, () =>
    Remark.objects.all().latest('entry__mod_date', 'pk'),
  ),
  ask('earliest() of none', `Entry.objects.none().earliest('pub_date')`, () =>
    Entry.objects.all().none().earliest('pub_date'),
  ),
  ask(
    'latest() of values',
    `Entry.objects.filter(pub_date__isnull=False).values_list('headline', flat=True).latest('pub_date')`,
    () =>
      Entry.objects
        .filter({ pub_date__isnull: false })
        .valuesList('headline', { flat: true })
        .latest('pub_date'),
  ),
];
