import {
  Case,
  Cast,
  Concat,
  Count,
  decimal,
  F,
  float,
  integer,
  Q,
  text,
  Value,
  When,
} from '../../../../src/orm/index.ts';
import { Blog, Book, Entry, Event, Person, Publisher, Sample } from '../models.ts';
import { ask } from '../question.ts';

export const expressions = [
  ask(
    'arithmetic',
    `Entry.objects.annotate(n=F('number_of_comments') * 2 + F('number_of_pingbacks') - 1).order_by('pk').values_list('n', flat=True)`,
    () =>
      Entry.objects
        .annotate({ n: F('number_of_comments').mul(2).add(F('number_of_pingbacks')).sub(1) })
        .orderBy('pk')
        .valuesList('n', { flat: true }),
  ),
  ask(
    'a quotient of integers',
    `Book.objects.annotate(n=F('pages') / 100).order_by('pk').values_list('n', flat=True)`,
    () =>
      Book.objects
        .annotate({ n: F('pages').div(100) })
        .orderBy('pk')
        .valuesList('n', { flat: true }),
  ),
  ask(
    'a quotient of a negative integer',
    `Sample.objects.filter(n__isnull=False).annotate(q=F('n') / 2).order_by('pk').values_list('q', flat=True)`,
    () =>
      Sample.objects
        .filter({ n__isnull: false })
        .annotate({ q: F('n').div(2) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'a remainder',
    `Book.objects.annotate(n=F('pages') % 100).order_by('pk').values_list('n', flat=True)`,
    () =>
      Book.objects
        .annotate({ n: F('pages').mod(100) })
        .orderBy('pk')
        .valuesList('n', { flat: true }),
  ),
  ask(
    'a remainder of a negative integer',
    `Sample.objects.filter(n=-7).annotate(q=F('n') % 4).values_list('q', flat=True)`,
    () =>
      Sample.objects
        .filter({ n: -7 })
        .annotate({ q: F('n').mod(4) })
        .valuesList('q', { flat: true }),
  ),
  ask(
    'a power',
    `Sample.objects.filter(n__gte=0, n__lt=10).annotate(q=F('n') ** 2).order_by('pk').values_list('q', flat=True)`,
    () =>
      Sample.objects
        .filter({ n__gte: 0, n__lt: 10 })
        .annotate({ q: F('n').pow(2) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'a negation',
    `Entry.objects.annotate(q=-F('number_of_comments')).order_by('q', 'pk').values_list('q', flat=True)`,
    () =>
      Entry.objects
        .annotate({ q: F('number_of_comments').neg() })
        .orderBy('q', 'pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'bits',
    `Sample.objects.filter(n__gte=0).annotate(a=F('n').bitand(5), o=F('n').bitor(8)).order_by('pk').values_list('a', 'o')`,
    () =>
      Sample.objects
        .filter({ n__gte: 0 })
        .annotate({ a: F('n').bitAnd(5), o: F('n').bitOr(8) })
        .orderBy('pk')
        .valuesList('a', 'o'),
  ),
  ask(
    'exclusive or of bits',
    `Sample.objects.filter(n__gte=0).annotate(q=F('n').bitxor(5)).order_by('pk').values_list('q', flat=True)`,
    () =>
      Sample.objects
        .filter({ n__gte: 0 })
        .annotate({ q: F('n').bitXor(5) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'arithmetic with NULL',
    `Entry.objects.annotate(q=F('rating') + 1).order_by('pk').values_list('q', flat=True)`,
    () =>
      Entry.objects
        .annotate({ q: F('rating').add(1) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'a decimal times an integer',
    `Book.objects.annotate(q=F('price') * 3).order_by('pk').values_list('q', flat=True)`,
    () =>
      Book.objects
        .annotate({ q: F('price').mul(3) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'a decimal plus a decimal',
    `Book.objects.annotate(q=F('price') + Value(Decimal('0.01'))).order_by('pk').values_list('q', flat=True)`,
    () =>
      Book.objects
        .annotate({ q: F('price').add(Value('0.01', decimal({ digits: 10, places: 2 }))) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'a sum of a decimal and an integer column',
    `Book.objects.annotate(q=F('price') + F('pages')).order_by('pk').values_list('q', flat=True)`,
    () =>
      Book.objects
        .annotate({ q: F('price').add(F('pages')) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'an integer plus a float',
    `Book.objects.filter(rating__isnull=False).annotate(q=F('pages') + F('rating')).order_by('pk').values_list('q', flat=True)`,
    () =>
      Book.objects
        .filter({ rating__isnull: false })
        .annotate({ q: F('pages').add(F('rating')) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'a float divided by an integer',
    `Book.objects.filter(rating__isnull=False).annotate(q=F('rating') / 2).order_by('pk').values_list('q', flat=True)`,
    () =>
      Book.objects
        .filter({ rating__isnull: false })
        .annotate({ q: F('rating').div(2) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'an expression in a filter',
    `Entry.objects.filter(number_of_comments__gt=F('number_of_pingbacks') * 2)`,
    () => Entry.objects.filter({ number_of_comments__gt: F('number_of_pingbacks').mul(2) }),
  ),
  ask(
    'an expression of two columns in a filter',
    `Entry.objects.filter(rating__lt=F('number_of_comments') + F('number_of_pingbacks'))`,
    () =>
      Entry.objects.filter({
        rating__lt: F('number_of_comments').add(F('number_of_pingbacks')),
      }),
  ),
  ask(
    '64 bits stay exact',
    `Sample.objects.filter(big__isnull=False).annotate(q=F('big') + 0).order_by('pk').values_list('q', flat=True)`,
    () =>
      Sample.objects
        .filter({ big__isnull: false })
        .annotate({ q: F('big').add(0) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'values of every kind',
    `Sample.objects.filter(pk=1).annotate(a=Value(1), b=Value('text'), c=Value(True), d=Value(None, output_field=IntegerField()), e=Value(1.5)).values_list('a', 'b', 'c', 'd', 'e')`,
    () =>
      Sample.objects
        .filter({ pk: 1 })
        .annotate({
          a: Value(1),
          b: Value('text'),
          c: Value(true),
          d: Value(null, integer({ null: true })),
          e: Value(1.5),
        })
        .valuesList('a', 'b', 'c', 'd', 'e'),
  ),
  ask(
    'Case takes the first that holds',
    `Entry.objects.annotate(c=Case(When(rating__gte=4, then=Value('good')), When(rating__gte=2, then=Value('fair')), default=Value('poor'))).order_by('pk').values_list('c', flat=True)`,
    () =>
      Entry.objects
        .annotate({
          c: Case(
            When({ rating__gte: 4 }, Value('good')),
            When({ rating__gte: 2 }, Value('fair')),
            {
              default: Value('poor'),
            },
          ),
        })
        .orderBy('pk')
        .valuesList('c', { flat: true }),
  ),
  ask(
    'Case without a default is None',
    `Entry.objects.annotate(c=Case(When(rating=5, then=Value(1)))).order_by('pk').values_list('c', flat=True)`,
    () =>
      Entry.objects
        .annotate({ c: Case(When({ rating: 5 }, Value(1)), {}) })
        .orderBy('pk')
        .valuesList('c', { flat: true }),
  ),
  ask(
    'Case of columns',
    `Entry.objects.annotate(c=Case(When(number_of_comments__gt=F('number_of_pingbacks'), then=F('number_of_comments')), default=F('number_of_pingbacks'))).order_by('pk').values_list('c', flat=True)`,
    () =>
      Entry.objects
        .annotate({
          c: Case(
            When({ number_of_comments__gt: F('number_of_pingbacks') }, F('number_of_comments')),
            { default: F('number_of_pingbacks') },
          ),
        })
        .orderBy('pk')
        .valuesList('c', { flat: true }),
  ),
  ask(
    'Case with a Q',
    `Entry.objects.annotate(c=Case(When(Q(rating=5) | Q(blog=2), then=Value('y')), default=Value('n'))).order_by('pk').values_list('c', flat=True)`,
    () =>
      Entry.objects
        .annotate({
          c: Case(When(Q({ rating: 5 }).or(Q({ blog: 2 })), Value('y')), { default: Value('n') }),
        })
        .orderBy('pk')
        .valuesList('c', { flat: true }),
  ),
  ask(
    'Case over a nullable relation',
    `Person.objects.annotate(c=Case(When(manager__first_name='Ada', then=F('manager__last_name')), default=F('last_name'))).order_by('pk').values_list('c', flat=True)`,
    () =>
      Person.objects
        .annotate({
          c: Case(When({ manager__first_name: 'Ada' }, F('manager__last_name')), {
            default: F('last_name'),
          }),
        })
        .orderBy('pk')
        .valuesList('c', { flat: true }),
  ),
  ask(
    'Case over a relation to many gives copies',
    `Blog.objects.annotate(c=Case(When(entries__rating__gte=4, then=Value(1)), default=Value(0))).order_by('pk', 'c').values_list('pk', 'c')`,
    () =>
      Blog.objects
        .annotate({ c: Case(When({ entries__rating__gte: 4 }, Value(1)), { default: Value(0) }) })
        .orderBy('pk', 'c')
        .valuesList('pk', 'c'),
  ),
  ask(
    'Case with an empty in',
    `Entry.objects.annotate(c=Case(When(pk__in=[], then=Value('y')), default=Value('n'))).order_by('pk').values_list('c', flat=True)[:2]`,
    () =>
      Entry.objects
        .annotate({ c: Case(When({ pk__in: [] }, Value('y')), { default: Value('n') }) })
        .orderBy('pk')
        .valuesList('c', { flat: true })
        .slice(0, 2),
  ),
  ask(
    'Case with a negated empty in',
    `Entry.objects.annotate(c=Case(When(~Q(pk__in=[]), then=Value('y')), default=Value('n'))).order_by('pk').values_list('c', flat=True)[:2]`,
    () =>
      Entry.objects
        .annotate({ c: Case(When(Q({ pk__in: [] }).not(), Value('y')), { default: Value('n') }) })
        .orderBy('pk')
        .valuesList('c', { flat: true })
        .slice(0, 2),
  ),
  ask(
    'a filter on Case',
    `Entry.objects.annotate(c=Case(When(rating__gte=4, then=Value(1)), default=Value(0))).filter(c=1)`,
    () =>
      Entry.objects
        .annotate({ c: Case(When({ rating__gte: 4 }, Value(1)), { default: Value(0) }) })
        .filter({ c: 1 }),
  ),
  ask(
    'ordering by Case',
    `Entry.objects.order_by(Case(When(blog=3, then=0), When(blog=1, then=1), default=2), 'pk')`,
    () =>
      Entry.objects.orderBy(Case(When({ blog: 3 }, 0), When({ blog: 1 }, 1), { default: 2 }), 'pk'),
  ),
  ask(
    'conditional counts',
    `Entry.objects.aggregate(good=Count(Case(When(rating__gte=4, then=1))), all=Count('pk'))`,
    () =>
      Entry.objects.aggregate({
        good: Count(Case(When({ rating__gte: 4 }, 1), {})),
        all: Count('pk'),
      }),
  ),
  ask(
    'Cast',
    `Book.objects.annotate(a=Cast('rating', IntegerField()), b=Cast('pages', FloatField()), c=Cast('pages', TextField())).filter(rating=4.0).order_by('pk').values_list('a', 'b', 'c')`,
    () =>
      Book.objects
        .annotate({
          a: Cast('rating', integer()),
          b: Cast('pages', float()),
          c: Cast('pages', text()),
        })
        .filter({ rating: 4 })
        .orderBy('pk')
        .valuesList('a', 'b', 'c'),
  ),
  ask(
    'Cast to a decimal',
    `Book.objects.annotate(a=Cast('pages', DecimalField(max_digits=8, decimal_places=2))).order_by('pk').values_list('a', flat=True)`,
    () =>
      Book.objects
        .annotate({ a: Cast('pages', decimal({ digits: 8, places: 2 })) })
        .orderBy('pk')
        .valuesList('a', { flat: true }),
  ),
  ask(
    'a text of a number compared',
    `Book.objects.annotate(t=Cast('pages', TextField())).filter(t__startswith='35').order_by('pk')`,
    () =>
      Book.objects
        .annotate({ t: Cast('pages', text()) })
        .filter({ t__startswith: '35' })
        .orderBy('pk'),
  ),
  ask(
    'the difference of two datetimes',
    `Event.objects.filter(ends__isnull=False).annotate(d=F('ends') - F('starts')).filter(d__gt=datetime.timedelta(hours=2)).order_by('pk')`,
    () =>
      Event.objects
        .filter({ ends__isnull: false })
        .annotate({ d: F('ends').sub(F('starts')) })
        .filter({ d__gt: 2 * 3600 * 1000 })
        .orderBy('pk'),
  ),
  ask(
    'a price range of publishers',
    `Publisher.objects.annotate(label=Concat('name', Value(' ('), Cast(Count('books'), TextField()), Value(')'), output_field=TextField())).order_by('pk').values_list('label', flat=True)`,
    () =>
      Publisher.objects
        .annotate({
          label: Concat('name', Value(' ('), Cast(Count('books'), text()), Value(')')),
        })
        .orderBy('pk')
        .valuesList('label', { flat: true }),
  ),
];
