import { Case, Count, F, Max, Q, Sum, When } from '../../../../src/orm/index.ts';
import { Author, Entry, Remark } from '../models.ts';
import { ask } from '../question.ts';

export const groupedValues = [
  ask(
    'values() and annotate() and filter() and order_by()',
    `Entry.objects.values('blog__name').annotate(n=Count('pk')).filter(n__gt=2).order_by('blog__name')`,
    () =>
      Entry.objects
        .values('blog__name')
        .annotate({ n: Count('pk') })
        .filter({ n__gt: 2 })
        .orderBy('blog__name'),
  ),
  ask(
    'values() of a year and annotate()',
    `Entry.objects.filter(pub_date__isnull=False).values('pub_date__year').annotate(n=Count('pk'), m=Max('rating')).order_by('pub_date__year').values_list('pub_date__year', 'n', 'm')`,
    () =>
      Entry.objects
        .filter({ pub_date__isnull: false })
        .values('pub_date__year')
        .annotate({ n: Count('pk'), m: Max('rating') })
        .orderBy('pub_date__year')
        .valuesList('pub_date__year', 'n', 'm'),
  ),
  ask(
    'values() of an expression and annotate()',
    `Entry.objects.values(good=Case(When(rating__gte=4, then=True), default=False)).annotate(n=Count('pk')).order_by('good')`,
    () =>
      Entry.objects
        .values({ good: Case(When({ rating__gte: 4 }, true), { default: false }) })
        .annotate({ n: Count('pk') })
        .orderBy('good'),
  ),
  ask(
    'values() of two relations and annotate()',
    `Remark.objects.values('entry__blog__name', 'author__name').annotate(n=Count('pk')).order_by('entry__blog__name', F('author__name').asc(nulls_first=True)).values_list('entry__blog__name', 'author__name', 'n')`,
    () =>
      Remark.objects
        .values('entry__blog__name', 'author__name')
        .annotate({ n: Count('pk') })
        .orderBy('entry__blog__name', F('author__name').asc({ nulls: 'first' }))
        .valuesList('entry__blog__name', 'author__name', 'n'),
  ),
  ask(
    'values() of many-to-many and annotate()',
    `Entry.objects.filter(authors__isnull=False).values('authors__name').annotate(n=Count('pk'), c=Sum('number_of_comments')).order_by('authors__name').values_list('authors__name', 'n', 'c')`,
    () =>
      Entry.objects
        .filter({ authors__isnull: false })
        .values('authors__name')
        .annotate({ n: Count('pk'), c: Sum('number_of_comments') })
        .orderBy('authors__name')
        .valuesList('authors__name', 'n', 'c'),
  ),
  ask(
    'a filter before values() and one after',
    `Entry.objects.filter(rating__isnull=False).values('blog').annotate(n=Count('pk')).filter(n__gte=2).order_by('blog')`,
    () =>
      Entry.objects
        .filter({ rating__isnull: false })
        .values('blog')
        .annotate({ n: Count('pk') })
        .filter({ n__gte: 2 })
        .orderBy('blog'),
  ),
  ask(
    'exclude() after the groups',
    `Entry.objects.values('blog').annotate(n=Count('pk')).exclude(n=2).order_by('blog')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .exclude({ n: 2 })
        .orderBy('blog'),
  ),
  ask(
    'a filter on what is grouped by after the groups',
    `Entry.objects.values('blog').annotate(n=Count('pk')).filter(blog__lt=4).order_by('blog')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .filter({ blog__lt: 4 })
        .orderBy('blog'),
  ),
  ask(
    'a filter on another column after the groups',
    `Entry.objects.values('blog').annotate(n=Count('pk')).filter(rating=4).order_by('blog')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .filter({ rating: 4 })
        .orderBy('blog'),
  ),
  ask(
    'an or of group and aggregate',
    `Entry.objects.values('blog').annotate(n=Count('pk')).filter(Q(n=3) | Q(blog=5)).order_by('blog')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .filter(Q({ n: 3 }).or(Q({ blog: 5 })))
        .orderBy('blog'),
  ),
  ask(
    'groups ordered by their aggregate',
    `Entry.objects.values('blog').annotate(n=Count('pk'), c=Sum('number_of_comments')).order_by('-n', '-c').values_list('blog', 'n', 'c')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk'), c: Sum('number_of_comments') })
        .orderBy('-n', '-c')
        .valuesList('blog', 'n', 'c'),
  ),
  ask(
    'groups ordered by a further column become more groups',
    `Entry.objects.filter(rating__isnull=False).values('blog').annotate(n=Count('pk')).order_by('blog', 'rating').values_list('blog', 'n')`,
    () =>
      Entry.objects
        .filter({ rating__isnull: false })
        .values('blog')
        .annotate({ n: Count('pk') })
        .orderBy('blog', 'rating')
        .valuesList('blog', 'n'),
  ),
  ask(
    'groups with a slice',
    `Entry.objects.values('blog').annotate(n=Count('pk')).order_by('-n', 'blog')[:2]`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .orderBy('-n', 'blog')
        .slice(0, 2),
  ),
  ask('count() of groups', `Entry.objects.values('blog').annotate(n=Count('pk')).count()`, () =>
    Entry.objects
      .values('blog')
      .annotate({ n: Count('pk') })
      .count(),
  ),
  ask(
    'count() of groups with a condition',
    `Entry.objects.values('blog').annotate(n=Count('pk')).filter(n__gt=2).count()`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .filter({ n__gt: 2 })
        .count(),
  ),
  ask(
    'exists() of groups with a condition',
    `Entry.objects.values('blog').annotate(n=Count('pk')).filter(n__gt=9).exists()`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .filter({ n__gt: 9 })
        .exists(),
  ),
  ask(
    'first() of groups',
    `Entry.objects.values('blog').annotate(n=Count('pk')).order_by('-n', '-blog').first()`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .orderBy('-n', '-blog')
        .first(),
  ),
  ask(
    'aggregate() of groups',
    `Entry.objects.values('blog').annotate(n=Count('pk')).aggregate(m=Max('n'), s=Sum('n'))`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .aggregate({ m: Max('n'), s: Sum('n') }),
  ),
  ask(
    'distinct() of groups',
    `Entry.objects.values('blog').annotate(n=Count('pk')).values_list('n', flat=True).distinct().order_by('n')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .valuesList('n', { flat: true })
        .distinct()
        .orderBy('n'),
  ),
  ask(
    'annotate() twice after values()',
    `Entry.objects.values('blog').annotate(n=Count('pk')).annotate(c=Sum('number_of_comments')).order_by('blog').values_list('blog', 'n', 'c')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .annotate({ c: Sum('number_of_comments') })
        .orderBy('blog')
        .valuesList('blog', 'n', 'c'),
  ),
  ask(
    'annotate() of an expression of an aggregate',
    `Entry.objects.values('blog').annotate(n=Count('pk')).annotate(twice=F('n') * 2).order_by('blog').values_list('blog', 'twice')`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .annotate({ twice: F('n').mul(2) })
        .orderBy('blog')
        .valuesList('blog', 'twice'),
  ),
  ask(
    'annotate() before values() is no group',
    `Entry.objects.annotate(n=Count('authors')).values('blog', 'n').order_by('pk').values_list('blog', 'n')`,
    () =>
      Entry.objects
        .annotate({ n: Count('authors') })
        .values('blog', 'n')
        .orderBy('pk')
        .valuesList('blog', 'n'),
  ),
  ask(
    'annotate() before values() and after it',
    `Entry.objects.annotate(total=F('number_of_comments') + F('number_of_pingbacks')).values('blog').annotate(s=Sum('total')).order_by('blog').values_list('blog', 's')`,
    () =>
      Entry.objects
        .annotate({ total: F('number_of_comments').add(F('number_of_pingbacks')) })
        .values('blog')
        .annotate({ s: Sum('total') })
        .orderBy('blog')
        .valuesList('blog', 's'),
  ),
  ask(
    'values() after the aggregate drops a column, not a group',
    `Entry.objects.values('blog', 'rating').annotate(n=Count('pk')).values('blog', 'n').order_by('blog', 'n').values_list('blog', 'n')`,
    () =>
      Entry.objects
        .values('blog', 'rating')
        .annotate({ n: Count('pk') })
        .values('blog', 'n')
        .orderBy('blog', 'n')
        .valuesList('blog', 'n'),
  ),
  ask(
    'values_list() flat of an aggregate',
    `Entry.objects.values('blog').annotate(n=Count('pk')).order_by('blog').values_list('n', flat=True)`,
    () =>
      Entry.objects
        .values('blog')
        .annotate({ n: Count('pk') })
        .orderBy('blog')
        .valuesList('n', { flat: true }),
  ),
  ask(
    'alias() of an aggregate and values()',
    `Entry.objects.values('blog').alias(n=Count('pk')).filter(n__gt=2).order_by('blog')`,
    () =>
      Entry.objects
        .values('blog')
        .alias({ n: Count('pk') })
        .filter({ n__gt: 2 })
        .orderBy('blog'),
  ),
  ask(
    'groups by a default order are not split by it',
    `Author.objects.values('born__year').annotate(n=Count('pk')).order_by().filter(born__year__isnull=False)`,
    () =>
      Author.objects
        .values('born__year')
        .annotate({ n: Count('pk') })
        .orderBy()
        .filter({ born__year__isnull: false }),
  ),
];
