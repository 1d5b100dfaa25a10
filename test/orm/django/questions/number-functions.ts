import {
  Abs,
  ACos,
  ASin,
  ATan,
  ATan2,
  Ceil,
  Coalesce,
  Cos,
  Cot,
  Degrees,
  decimal,
  Exp,
  Floor,
  Ln,
  Log,
  Mod,
  Pi,
  Power,
  Radians,
  Round,
  Sign,
  Sin,
  Sqrt,
  Tan,
  Value,
} from '../../../../src/orm/index.ts';
import { Book, Sample } from '../models.ts';
import { ask } from '../question.ts';

/** All samples with one expression as `q`. */
const samples = (q: unknown) =>
  Sample.objects
    .annotate({ q } as { q: ReturnType<typeof Abs> })
    .orderBy('pk')
    .valuesList('q', { flat: true });

const samplesInDjango = (q: string) =>
  `Sample.objects.annotate(q=${q}).order_by('pk').values_list('q', flat=True)`;

export const numberFunctions = [
  ask('Abs of integers', samplesInDjango(`Abs('n')`), () => samples(Abs('n'))),
  ask('Abs of floats', samplesInDjango(`Abs('x')`), () => samples(Abs('x'))),
  ask('Abs of decimals', samplesInDjango(`Abs('amount')`), () => samples(Abs('amount'))),
  ask('Ceil of floats', samplesInDjango(`Ceil('x')`), () => samples(Ceil('x'))),
  ask('Floor of floats', samplesInDjango(`Floor('x')`), () => samples(Floor('x'))),
  ask('Floor of decimals', samplesInDjango(`Floor('amount')`), () => samples(Floor('amount'))),
  ask('Round of decimals', samplesInDjango(`Round('amount', precision=1)`), () =>
    samples(Round('amount', 1)),
  ),
  ask(
    'Round to tens',
    samplesInDjango(`Round('amount', precision=-1)`),
    () => samples(Round('amount', -1)),
    { likePostgresql: true },
  ),
  ask(
    'Round of prices to whole numbers',
    `Book.objects.annotate(q=Round('price')).order_by('pk').values_list('q', flat=True)`,
    () =>
      Book.objects
        .annotate({ q: Round('price') })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask('Sign', samplesInDjango(`Sign('n')`), () => samples(Sign('n'))),
  ask('Mod', samplesInDjango(`Mod('n', Value(5))`), () => samples(Mod('n', Value(5)))),
  ask('Power', samplesInDjango(`Power('x', Value(2))`), () => samples(Power('x', Value(2)))),
  ask('Sqrt', samplesInDjango(`Sqrt(Abs('x'))`), () => samples(Sqrt(Abs('x')))),
  ask(
    'Exp',
    `Sample.objects.filter(x__lt=10).annotate(q=Exp('x')).order_by('pk').values_list('q', flat=True)`,
    () =>
      Sample.objects
        .filter({ x__lt: 10 })
        .annotate({ q: Exp('x') })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'Ln',
    `Sample.objects.filter(x__gt=0).annotate(q=Ln('x')).order_by('pk').values_list('q', flat=True)`,
    () =>
      Sample.objects
        .filter({ x__gt: 0 })
        .annotate({ q: Ln('x') })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'Log to a base',
    `Book.objects.annotate(q=Log(Value(10), 'pages')).order_by('pk').values_list('q', flat=True)`,
    () =>
      Book.objects
        .annotate({ q: Log(Value(10), 'pages') })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'Sin, Cos and Tan',
    `Sample.objects.filter(x__lt=10).annotate(a=Sin('x'), b=Cos('x'), c=Tan('x')).order_by('pk').values_list('a', 'b', 'c')`,
    () =>
      Sample.objects
        .filter({ x__lt: 10 })
        .annotate({ a: Sin('x'), b: Cos('x'), c: Tan('x') })
        .orderBy('pk')
        .valuesList('a', 'b', 'c'),
  ),
  ask(
    'ASin, ACos and ATan',
    `Sample.objects.filter(x__range=(-1, 1)).annotate(a=ASin('x'), b=ACos('x'), c=ATan('x')).order_by('pk').values_list('a', 'b', 'c')`,
    () =>
      Sample.objects
        .filter({ x__range: [-1, 1] })
        .annotate({ a: ASin('x'), b: ACos('x'), c: ATan('x') })
        .orderBy('pk')
        .valuesList('a', 'b', 'c'),
  ),
  ask(
    'ATan2 and Cot',
    `Sample.objects.filter(x__gt=0, x__lt=10).annotate(a=ATan2('x', Value(2.0)), b=Cot('x')).order_by('pk').values_list('a', 'b')`,
    () =>
      Sample.objects
        .filter({ x__gt: 0, x__lt: 10 })
        .annotate({ a: ATan2('x', Value(2)), b: Cot('x') })
        .orderBy('pk')
        .valuesList('a', 'b'),
  ),
  ask(
    'Degrees, Radians and Pi',
    `Sample.objects.filter(x=1.5).annotate(a=Degrees('x'), b=Radians('x'), c=Pi()).values_list('a', 'b', 'c')`,
    () =>
      Sample.objects
        .filter({ x: 1.5 })
        .annotate({ a: Degrees('x'), b: Radians('x'), c: Pi() })
        .valuesList('a', 'b', 'c'),
  ),
  ask('a filter on Abs', `Sample.objects.annotate(a=Abs('n')).filter(a=7).order_by('pk')`, () =>
    Sample.objects
      .annotate({ a: Abs('n') })
      .filter({ a: 7 })
      .orderBy('pk'),
  ),
  ask(
    'ordering by Abs',
    `Sample.objects.filter(n__isnull=False).order_by(Abs('n').desc(), 'pk')`,
    () => Sample.objects.filter({ n__isnull: false }).orderBy(Abs('n').desc(), 'pk'),
  ),
  ask(
    'Coalesce of a decimal and a number',
    samplesInDjango(`Coalesce('amount', Value(Decimal('9.5')))`),
    () => samples(Coalesce('amount', Value('9.5', decimal({ digits: 12, places: 4 })))),
  ),
];
