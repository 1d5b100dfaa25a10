import {
  Abs,
  Cast,
  Ceil,
  Coalesce,
  char,
  Decimal,
  F,
  Floor,
  Greatest,
  integer,
  Least,
  Mod,
  NullIf,
  Power,
  Round,
  Sign,
  Sqrt,
  Sum,
  Value,
} from '../../../../src/orm/index.ts';
import { Book, Entry, Person, Sample } from '../models.ts';
import { ask } from '../question.ts';

export const reckoning = [
  ask(
    'whole numbers divide to whole numbers',
    `Entry.objects.annotate(x=F('number_of_comments') / 3).order_by('pk').values_list('x', flat=True)`,
    () =>
      Entry.objects
        .annotate({ x: F('number_of_comments').div(3) })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'negative whole numbers divide towards zero',
    `Sample.objects.annotate(y=F('n') / 2).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: F('n').div(2) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'the rest of negative whole numbers',
    `Sample.objects.annotate(y=F('n') % 4).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: F('n').mod(4) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'a power of whole numbers',
    `Sample.objects.filter(n__lt=10).annotate(y=F('n') ** 2).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .filter({ n__lt: 10 })
        .annotate({ y: F('n').pow(2) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask('floats times whole numbers', `Sample.objects.annotate(y=F('x') * F('n')).count()`, () =>
    Sample.objects.annotate({ y: F('x').mul(F('n')) }).count(),
  ),
  ask(
    'a float divided by a whole number',
    `Sample.objects.annotate(y=F('x') / 4).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: F('x').div(4) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'decimals plus whole numbers',
    `Sample.objects.annotate(y=F('amount') + F('n')).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: F('amount').add(F('n')) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'decimals times decimals',
    `Sample.objects.annotate(y=F('amount') * F('amount')).filter(pk__lte=4).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: F('amount').mul(F('amount')) })
        .filter({ pk__lte: 4 })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'decimals minus a decimal',
    `Sample.objects.annotate(y=F('amount') - Decimal('0.0001')).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: F('amount').sub(new Decimal('0.0001')) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'a decimal compared with a reckoning',
    `Book.objects.filter(price__gt=F('pages') * Decimal('0.08')).order_by('pk')`,
    () => Book.objects.filter({ price__gt: F('pages').mul(new Decimal('0.08')) }).orderBy('pk'),
  ),
  ask(
    'a decimal compared with a whole number',
    `Book.objects.filter(price__gt=30).order_by('pk')`,
    () => Book.objects.filter({ price__gt: 30 }).orderBy('pk'),
  ),
  ask(
    "a decimal compared with a float's column",
    `Book.objects.filter(price__gt=F('rating') * 10).order_by('pk')`,
    () => Book.objects.filter({ price__gt: F('rating').mul(10) }).orderBy('pk'),
  ),
  ask(
    'decimals in a list',
    `Book.objects.filter(price__in=[Decimal('30'), Decimal('0.990')]).order_by('pk')`,
    () =>
      Book.objects.filter({ price__in: [new Decimal('30'), new Decimal('0.990')] }).orderBy('pk'),
  ),
  ask(
    'decimals in a range of texts',
    `Book.objects.filter(price__range=('29.69', '30')).order_by('pk')`,
    () => Book.objects.filter({ price__range: ['29.69', '30'] }).orderBy('pk'),
  ),
  ask(
    'exclude() a range of decimals',
    `Book.objects.exclude(price__range=(Decimal('20'), Decimal('31'))).order_by('pk')`,
    () =>
      Book.objects.exclude({ price__range: [new Decimal('20'), new Decimal('31')] }).orderBy('pk'),
  ),
  ask(
    'a range with F at one end',
    `Entry.objects.filter(number_of_comments__range=(F('number_of_pingbacks'), 10)).order_by('pk')`,
    () =>
      Entry.objects
        .filter({ number_of_comments__range: [F('number_of_pingbacks'), 10] })
        .orderBy('pk'),
  ),
  ask(
    'a range with a reckoning at one end',
    `Entry.objects.filter(number_of_comments__range=(0, F('number_of_pingbacks') - 1)).order_by('pk')`,
    () =>
      Entry.objects
        .filter({ number_of_comments__range: [0, F('number_of_pingbacks').sub(1)] })
        .orderBy('pk'),
  ),
  ask(
    'in with F and a reckoning',
    `Entry.objects.filter(number_of_comments__in=[F('rating'), F('rating') * 2]).order_by('pk')`,
    () =>
      Entry.objects
        .filter({ number_of_comments__in: [F('rating'), F('rating').mul(2)] })
        .orderBy('pk'),
  ),
  ask(
    'exclude() in with F',
    `Entry.objects.exclude(number_of_comments__in=[F('rating') * 2, 0]).order_by('pk')`,
    () => Entry.objects.exclude({ number_of_comments__in: [F('rating').mul(2), 0] }).orderBy('pk'),
  ),
  ask(
    'in with a NULL among expressions',
    `Entry.objects.filter(number_of_comments__in=[F('rating'), 0]).order_by('pk')`,
    () => Entry.objects.filter({ number_of_comments__in: [F('rating'), 0] }).orderBy('pk'),
  ),
  ask(
    'large numbers reckoned',
    `Sample.objects.filter(pk=2).annotate(y=F('big') + 1).values_list('y', flat=True)`,
    () =>
      Sample.objects
        .filter({ pk: 2 })
        .annotate({ y: F('big').add(1) })
        .valuesList('y', { flat: true }),
  ),
  ask(
    'a sum of large numbers',
    `Sample.objects.filter(pk__in=[2, 6, 7]).aggregate(s=Sum('big'))`,
    () => Sample.objects.filter({ pk__in: [2, 6, 7] }).aggregate({ s: Sum('big') }),
  ),
  ask(
    'large numbers in a list',
    `Sample.objects.filter(big__in=[9007199254740993, 9223372036854775807]).order_by('pk')`,
    () =>
      Sample.objects.filter({ big__in: [9007199254740993n, 9223372036854775807n] }).orderBy('pk'),
  ),
  ask(
    'large numbers in a range',
    `Sample.objects.filter(big__range=(9007199254740992, 9007199254740994)).order_by('pk')`,
    () =>
      Sample.objects.filter({ big__range: [9007199254740992n, 9007199254740994n] }).orderBy('pk'),
  ),
  ask(
    'minus a column',
    `Sample.objects.annotate(y=-F('n')).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: F('n').neg() })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Abs of a difference',
    `Entry.objects.annotate(d=Abs(F('number_of_comments') - F('number_of_pingbacks'))).filter(d__gte=6).order_by('-d', 'pk').values_list('pk', 'd')`,
    () =>
      Entry.objects
        .annotate({ d: Abs(F('number_of_comments').sub(F('number_of_pingbacks'))) })
        .filter({ d__gte: 6 })
        .orderBy('-d', 'pk')
        .valuesList('pk', 'd'),
  ),
  ask(
    'Round of decimals to a place',
    `Sample.objects.annotate(y=Round('amount', 1)).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: Round('amount', 1) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Round of floats to halves',
    `Sample.objects.annotate(y=Round('x')).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: Round('x') })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Ceil and Floor of decimals',
    `Sample.objects.annotate(y=Ceil('amount'), z=Floor('amount')).order_by('pk').values_list('y', 'z')`,
    () =>
      Sample.objects
        .annotate({ y: Ceil('amount'), z: Floor('amount') })
        .orderBy('pk')
        .valuesList('y', 'z'),
  ),
  ask(
    'Ceil and Floor of floats',
    `Sample.objects.annotate(y=Ceil('x'), z=Floor('x')).order_by('pk').values_list('y', 'z')`,
    () =>
      Sample.objects
        .annotate({ y: Ceil('x'), z: Floor('x') })
        .orderBy('pk')
        .valuesList('y', 'z'),
  ),
  ask(
    'Sign of numbers',
    `Sample.objects.annotate(y=Sign('x'), z=Sign('n')).order_by('pk').values_list('y', 'z')`,
    () =>
      Sample.objects
        .annotate({ y: Sign('x'), z: Sign('n') })
        .orderBy('pk')
        .valuesList('y', 'z'),
  ),
  ask(
    'Mod of floats',
    `Sample.objects.annotate(y=Mod('x', 2)).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: Mod('x', 2) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Power with a fraction',
    `Sample.objects.filter(n__gte=0).annotate(y=Power('n', 0.5)).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .filter({ n__gte: 0 })
        .annotate({ y: Power('n', 0.5) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Sqrt of a whole number',
    `Sample.objects.filter(n__gte=0).annotate(y=Sqrt('n')).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .filter({ n__gte: 0 })
        .annotate({ y: Sqrt('n') })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Greatest with a NULL',
    `Sample.objects.annotate(y=Greatest('n', 'x', output_field=FloatField())).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: Greatest('n', 'x') })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Least with a NULL',
    `Person.objects.annotate(y=Least('salary', Value(6000))).order_by('pk').values_list('y', flat=True)`,
    () =>
      Person.objects
        .annotate({ y: Least('salary', Value(6000)) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Coalesce of a decimal and a number',
    `Sample.objects.annotate(y=Coalesce('amount', Decimal('1.5'))).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: Coalesce('amount', new Decimal('1.5')) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Coalesce of three',
    `Entry.objects.annotate(y=Coalesce('rating', F('number_of_comments'), 0)).order_by('pk').values_list('y', flat=True)`,
    () =>
      Entry.objects
        .annotate({ y: Coalesce('rating', F('number_of_comments'), 0) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'NullIf of numbers',
    `Sample.objects.annotate(y=NullIf('n', Value(7))).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: NullIf('n', Value(7)) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Cast of a decimal to a number',
    `Sample.objects.filter(pk__in=[2, 3]).annotate(y=Cast('amount', IntegerField())).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .filter({ pk__in: [2, 3] })
        .annotate({ y: Cast('amount', integer()) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Cast of a boolean to a number',
    `Sample.objects.annotate(y=Cast('flag', IntegerField())).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: Cast('flag', integer()) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Cast of a number to a text',
    `Sample.objects.annotate(y=Cast('n', CharField(max_length=10))).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: Cast('n', char({ maxLength: 10 })) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
  ask(
    'Cast of a text to a number',
    `Sample.objects.annotate(y=Cast(Value('12'), IntegerField()) + F('n')).order_by('pk').values_list('y', flat=True)`,
    () =>
      Sample.objects
        .annotate({ y: Cast(Value('12'), integer()).add(F('n')) })
        .orderBy('pk')
        .valuesList('y', { flat: true }),
  ),
];
