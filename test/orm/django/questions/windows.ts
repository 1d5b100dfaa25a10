import {
  Avg,
  Count,
  CumeDist,
  DenseRank,
  F,
  FirstValue,
  Lag,
  LastValue,
  Lead,
  NTile,
  NthValue,
  PercentRank,
  Q,
  Rank,
  RowNumber,
  RowRange,
  Sum,
  ValueRange,
  Window,
} from '../../../../src/orm/index.ts';
import { Book, Entry, Person } from '../models.ts';
import { ask } from '../question.ts';

/** People who have a salary, with one window expression as `w`. */
const paid = (w: unknown) =>
  Person.objects
    .filter({ salary__isnull: false })
    .annotate({ w } as { w: ReturnType<typeof Rank> })
    .orderBy('pk')
    .valuesList('last_name', 'w');

const paidInDjango = (w: string) =>
  `Person.objects.filter(salary__isnull=False).annotate(w=${w}).order_by('pk').values_list('last_name', 'w')`;

export const windows = [
  ask('row numbers', paidInDjango(`Window(RowNumber(), order_by=['-salary', 'last_name'])`), () =>
    paid(Window(RowNumber(), { orderBy: ['-salary', 'last_name'] })),
  ),
  ask('ranks leave gaps', paidInDjango(`Window(Rank(), order_by=F('salary').desc())`), () =>
    paid(Window(Rank(), { orderBy: [F('salary').desc()] })),
  ),
  ask('dense ranks leave none', paidInDjango(`Window(DenseRank(), order_by='-salary')`), () =>
    paid(Window(DenseRank(), { orderBy: ['-salary'] })),
  ),
  ask('percent ranks', paidInDjango(`Window(PercentRank(), order_by='salary')`), () =>
    paid(Window(PercentRank(), { orderBy: ['salary'] })),
  ),
  ask('cumulative distribution', paidInDjango(`Window(CumeDist(), order_by='salary')`), () =>
    paid(Window(CumeDist(), { orderBy: ['salary'] })),
  ),
  ask('buckets', paidInDjango(`Window(Ntile(num_buckets=3), order_by=['salary', 'pk'])`), () =>
    paid(Window(NTile(3), { orderBy: ['salary', 'pk'] })),
  ),
  ask('the row before', paidInDjango(`Window(Lag('salary'), order_by=['salary', 'pk'])`), () =>
    paid(Window(Lag('salary'), { orderBy: ['salary', 'pk'] })),
  ),
  ask(
    'two rows before, with a default',
    paidInDjango(`Window(Lag('salary', offset=2, default=-1), order_by=['salary', 'pk'])`),
    () => paid(Window(Lag('salary', 2, -1), { orderBy: ['salary', 'pk'] })),
  ),
  ask('the row after', paidInDjango(`Window(Lead('last_name'), order_by=['salary', 'pk'])`), () =>
    paid(Window(Lead('last_name'), { orderBy: ['salary', 'pk'] })),
  ),
  ask(
    'the first value of a partition',
    paidInDjango(
      `Window(FirstValue('last_name'), partition_by='manager', order_by=['-salary', 'pk'])`,
    ),
    () =>
      paid(
        Window(FirstValue('last_name'), { partitionBy: ['manager'], orderBy: ['-salary', 'pk'] }),
      ),
  ),
  ask(
    'the last value so far',
    paidInDjango(`Window(LastValue('last_name'), order_by=['salary', 'pk'])`),
    () => paid(Window(LastValue('last_name'), { orderBy: ['salary', 'pk'] })),
  ),
  ask(
    'the last value of all',
    paidInDjango(`Window(LastValue('last_name'), order_by=['salary', 'pk'], frame=RowRange())`),
    () =>
      paid(
        Window(LastValue('last_name'), {
          orderBy: ['salary', 'pk'],
          frame: RowRange(null, null),
        }),
      ),
  ),
  ask(
    'the second value',
    paidInDjango(`Window(NthValue('last_name', nth=2), order_by=['salary', 'pk'])`),
    () => paid(Window(NthValue('last_name', 2), { orderBy: ['salary', 'pk'] })),
  ),
  ask('a sum over all', paidInDjango(`Window(Sum('salary'))`), () => paid(Window(Sum('salary')))),
  ask(
    'a sum over a partition',
    paidInDjango(`Window(Sum('salary'), partition_by=F('manager'))`),
    () => paid(Window(Sum('salary'), { partitionBy: [F('manager')] })),
  ),
  ask(
    'a running sum includes peers',
    paidInDjango(`Window(Sum('salary'), order_by='salary')`),
    () => paid(Window(Sum('salary'), { orderBy: ['salary'] })),
  ),
  ask(
    'a running sum by rows',
    paidInDjango(
      `Window(Sum('salary'), order_by=['salary', 'pk'], frame=RowRange(start=None, end=0))`,
    ),
    () => paid(Window(Sum('salary'), { orderBy: ['salary', 'pk'], frame: RowRange(null, 0) })),
  ),
  ask(
    'a moving average',
    paidInDjango(
      `Window(Avg('salary'), order_by=['salary', 'pk'], frame=RowRange(start=-1, end=1))`,
    ),
    () => paid(Window(Avg('salary'), { orderBy: ['salary', 'pk'], frame: RowRange(-1, 1) })),
  ),
  ask(
    'a frame of peers',
    paidInDjango(`Window(Count('pk'), order_by='salary', frame=ValueRange(start=0, end=0))`),
    () => paid(Window(Count('pk'), { orderBy: ['salary'], frame: ValueRange(0, 0) })),
  ),
  ask(
    'a frame from here to the end',
    paidInDjango(`Window(Count('pk'), order_by=['salary', 'pk'], frame=RowRange(start=0))`),
    () => paid(Window(Count('pk'), { orderBy: ['salary', 'pk'], frame: RowRange(0, null) })),
  ),
  ask(
    'a partition by a column of a relation',
    `Book.objects.annotate(w=Window(Rank(), partition_by='publisher__name', order_by='-pages')).order_by('pk').values_list('name', 'w')`,
    () =>
      Book.objects
        .annotate({ w: Window(Rank(), { partitionBy: ['publisher__name'], orderBy: ['-pages'] }) })
        .orderBy('pk')
        .valuesList('name', 'w'),
  ),
  ask(
    'a partition by a date part',
    `Entry.objects.filter(pub_date__isnull=False).annotate(w=Window(Count('pk'), partition_by='pub_date__year')).order_by('pk').values_list('pk', 'w')`,
    () =>
      Entry.objects
        .filter({ pub_date__isnull: false })
        .annotate({ w: Window(Count('pk'), { partitionBy: ['pub_date__year'] }) })
        .orderBy('pk')
        .valuesList('pk', 'w'),
  ),
  ask(
    'ordering by a window',
    `Book.objects.annotate(w=Window(RowNumber(), order_by=['price', 'pk'])).order_by('-w').values_list('name', 'w')`,
    () =>
      Book.objects
        .annotate({ w: Window(RowNumber(), { orderBy: ['price', 'pk'] }) })
        .orderBy('-w')
        .valuesList('name', 'w'),
  ),
  ask(
    'a filter on a window',
    `Book.objects.annotate(w=Window(RowNumber(), partition_by='publisher', order_by=['-price', 'pk'])).filter(w=1).order_by('pk')`,
    () =>
      Book.objects
        .annotate({
          w: Window(RowNumber(), { partitionBy: ['publisher'], orderBy: ['-price', 'pk'] }),
        })
        .filter({ w: 1 })
        .orderBy('pk'),
  ),
  ask(
    'the count of a filter on a window',
    `Book.objects.annotate(w=Window(Rank(), order_by='-rating')).filter(w__lte=4).count()`,
    () =>
      Book.objects
        .annotate({ w: Window(Rank(), { orderBy: ['-rating'] }) })
        .filter({ w__lte: 4 })
        .count(),
  ),
  ask(
    'a filter on a window and one on a column',
    `Entry.objects.annotate(w=Window(RowNumber(), partition_by='blog', order_by=['-number_of_comments', 'pk'])).filter(w__lte=2, rating__gte=3).order_by('pk')`,
    () =>
      Entry.objects
        .annotate({
          w: Window(RowNumber(), {
            partitionBy: ['blog'],
            orderBy: ['-number_of_comments', 'pk'],
          }),
        })
        .filter({ w__lte: 2, rating__gte: 3 })
        .orderBy('pk'),
  ),
  ask(
    'exclude on a window',
    `Entry.objects.annotate(w=Window(RowNumber(), partition_by='blog', order_by=['-number_of_comments', 'pk'])).exclude(w=1).order_by('pk')`,
    () =>
      Entry.objects
        .annotate({
          w: Window(RowNumber(), {
            partitionBy: ['blog'],
            orderBy: ['-number_of_comments', 'pk'],
          }),
        })
        .exclude({ w: 1 })
        .orderBy('pk'),
  ),
  ask(
    'a window against a column',
    `Person.objects.filter(salary__isnull=False).annotate(w=Window(Avg('salary'), partition_by='manager')).filter(salary__gt=F('w')).order_by('pk')`,
    () =>
      Person.objects
        .filter({ salary__isnull: false })
        .annotate({ w: Window(Avg('salary'), { partitionBy: ['manager'] }) })
        .filter({ salary__gt: F('w') })
        .orderBy('pk'),
  ),
  ask(
    'an or of two windows',
    `Book.objects.annotate(a=Window(RowNumber(), order_by=['price', 'pk']), b=Window(RowNumber(), order_by=['-pages', 'pk'])).filter(Q(a=1) | Q(b=1)).order_by('pk')`,
    () =>
      Book.objects
        .annotate({
          a: Window(RowNumber(), { orderBy: ['price', 'pk'] }),
          b: Window(RowNumber(), { orderBy: ['-pages', 'pk'] }),
        })
        .filter(Q({ a: 1 }).or(Q({ b: 1 })))
        .orderBy('pk'),
  ),
  ask(
    'a sliced filter on a window',
    `Book.objects.annotate(w=Window(RowNumber(), order_by=['price', 'pk'])).filter(w__gt=2).order_by('-w')[1:3].values_list('pk', 'w')`,
    () =>
      Book.objects
        .annotate({ w: Window(RowNumber(), { orderBy: ['price', 'pk'] }) })
        .filter({ w__gt: 2 })
        .orderBy('-w')
        .slice(1, 3)
        .valuesList('pk', 'w'),
  ),
  ask(
    'an expression of windows',
    `Book.objects.annotate(w=F('pages') - Window(Avg('pages'))).order_by('pk').values_list('w', flat=True)`,
    () =>
      Book.objects
        .annotate({ w: F('pages').sub(Window(Avg('pages'))) })
        .orderBy('pk')
        .valuesList('w', { flat: true }),
  ),
];
