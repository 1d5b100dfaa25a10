import {
  Avg,
  Case,
  Count,
  Exists,
  F,
  Length,
  Max,
  Min,
  OuterRef,
  Q,
  Subquery,
  Sum,
  When,
} from '../../../../src/orm/index.ts';
import {
  Author,
  Blog,
  Book,
  Category,
  Entry,
  Person,
  Publisher,
  Remark,
  Store,
  Venue,
  Writer,
} from '../models.ts';
import { ask } from '../question.ts';

export const annotations = [
  ask(
    'a count of related rows',
    `Blog.objects.annotate(n=Count('entries')).order_by('pk').values_list('name', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'annotations are properties of rows',
    `[(blog.name, blog.n) for blog in Blog.objects.annotate(n=Count('entries')).order_by('-n', 'name')]`,
    async () =>
      (await Blog.objects.annotate({ n: Count('entries') }).orderBy('-n', 'name')).map((blog) => [
        blog.name,
        blog.n,
      ]),
  ),
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
    'two distinct counts over two relations',
    `Entry.objects.annotate(a=Count('authors', distinct=True), r=Count('remarks', distinct=True)).order_by('pk').values_list('pk', 'a', 'r')`,
    () =>
      Entry.objects
        .annotate({
          a: Count('authors', { distinct: true }),
          r: Count('remarks', { distinct: true }),
        })
        .orderBy('pk')
        .valuesList('pk', 'a', 'r'),
  ),
  ask(
    'a sum of Case with a negated condition over a relation to many',
    `Blog.objects.annotate(n=Sum(Case(When(~Q(entries__rating=5), then=1), default=0))).order_by('pk').values_list('name', 'n')`,
    () =>
      Blog.objects
        .annotate({
          n: Sum(Case(When(Q({ entries__rating: 5 }).not(), 1), { default: 0 })),
        })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'over two steps',
    `Publisher.objects.annotate(oldest=Max('books__writers__age')).order_by('pk').values_list('name', 'oldest')`,
    () =>
      Publisher.objects
        .annotate({ oldest: Max('books__writers__age') })
        .orderBy('pk')
        .valuesList('name', 'oldest'),
  ),
  ask(
    'over three steps',
    `Store.objects.annotate(n=Count('books__writers__friends', distinct=True)).order_by('pk').values_list('name', 'n')`,
    () =>
      Store.objects
        .annotate({ n: Count('books__writers__friends', { distinct: true }) })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'price ranges of stores',
    `Store.objects.annotate(low=Min('books__price'), high=Max('books__price')).order_by('pk').values_list('name', 'low', 'high')`,
    () =>
      Store.objects
        .annotate({ low: Min('books__price'), high: Max('books__price') })
        .orderBy('pk')
        .valuesList('name', 'low', 'high'),
  ),
  ask(
    'the average of a decimal for each',
    `Publisher.objects.annotate(average=Avg('books__price')).order_by('pk').values_list('name', 'average')`,
    () =>
      Publisher.objects
        .annotate({ average: Avg('books__price') })
        .orderBy('pk')
        .valuesList('name', 'average'),
  ),
  ask(
    'a count of reverse many-to-many',
    `Writer.objects.annotate(n=Count('books')).filter(n__gt=1).order_by('pk').values_list('name', 'n')`,
    () =>
      Writer.objects
        .annotate({ n: Count('books') })
        .filter({ n__gt: 1 })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'counts on both ends of a relation to itself',
    `Person.objects.annotate(n=Count('reports')).order_by('pk').values_list('last_name', 'n')`,
    () =>
      Person.objects
        .annotate({ n: Count('reports') })
        .orderBy('pk')
        .valuesList('last_name', 'n'),
  ),
  ask(
    'an aggregate with selectRelated',
    `[(e.blog.name, e.n) for e in Entry.objects.select_related('blog').annotate(n=Count('remarks')).filter(n__gt=0).order_by('pk')]`,
    async () =>
      (
        await Entry.objects
          .selectRelated('blog')
          .annotate({ n: Count('remarks') })
          .filter({ n__gt: 0 })
          .orderBy('pk')
      ).map((entry) => [entry.blog.name, entry.n]),
  ),
  ask(
    'an aggregate with only()',
    `[(b.name, b.n) for b in Book.objects.only('name').annotate(n=Count('writers')).order_by('pk')]`,
    async () =>
      (
        await Book.objects
          .only('name')
          .annotate({ n: Count('writers') })
          .orderBy('pk')
      ).map((book) => [book.name, book.n]),
  ),
  ask(
    'an annotation of a column',
    `Entry.objects.annotate(title=F('headline')).filter(title__startswith='Best').order_by('pk').values_list('title', flat=True)`,
    () =>
      Entry.objects
        .annotate({ title: F('headline') })
        .filter({ title__startswith: 'Best' })
        .orderBy('pk')
        .valuesList('title', { flat: true }),
  ),
  ask(
    'an annotation of a column of a relation',
    `Entry.objects.annotate(of=F('blog__name')).filter(of='Cheddar Talk').order_by('pk').values('pk', 'of')`,
    () =>
      Entry.objects
        .annotate({ of: F('blog__name') })
        .filter({ of: 'Cheddar Talk' })
        .orderBy('pk')
        .values('pk', 'of'),
  ),
  ask(
    'an annotation over a relation to many gives copies',
    `Blog.objects.annotate(h=F('entries__rating')).order_by('pk', 'h').values_list('pk', 'h')`,
    () =>
      Blog.objects
        .annotate({ h: F('entries__rating') })
        .orderBy('pk', 'h')
        .valuesList('pk', 'h'),
  ),
  ask(
    'an annotation of an annotation',
    `Book.objects.annotate(a=F('pages') * 2).annotate(b=F('a') + 1).order_by('pk').values_list('a', 'b')`,
    () =>
      Book.objects
        .annotate({ a: F('pages').mul(2) })
        .annotate({ b: F('a').add(1) })
        .orderBy('pk')
        .valuesList('a', 'b'),
  ),
  ask(
    'an aggregate of an annotation',
    `Blog.objects.annotate(score=F('entries__number_of_comments') + F('entries__number_of_pingbacks')).annotate(best=Max('score')).order_by('pk').values_list('pk', 'best')`,
    () =>
      Blog.objects
        .annotate({
          score: F('entries__number_of_comments').add(F('entries__number_of_pingbacks')),
        })
        .annotate({ best: Max('score') })
        .orderBy('pk')
        .valuesList('pk', 'best'),
  ),
  ask(
    'an expression of aggregates',
    `Publisher.objects.annotate(spread=Max('books__pages') - Min('books__pages')).order_by('pk').values_list('name', 'spread')`,
    () =>
      Publisher.objects
        .annotate({ spread: Max('books__pages').sub(Min('books__pages')) })
        .orderBy('pk')
        .valuesList('name', 'spread'),
  ),
  ask(
    'an aggregate beside a column',
    `Entry.objects.annotate(n=Count('remarks') + F('number_of_comments')).order_by('pk').values_list('n', flat=True)`,
    () =>
      Entry.objects
        .annotate({ n: Count('remarks').add(F('number_of_comments')) })
        .orderBy('pk')
        .valuesList('n', { flat: true }),
  ),
  ask(
    'a condition as an annotation',
    `Entry.objects.annotate(good=Q(rating__gte=4)).order_by('pk').values_list('good', flat=True)`,
    () =>
      Entry.objects
        .annotate({ good: Q({ rating__gte: 4 }) as never })
        .orderBy('pk')
        .valuesList('good', { flat: true }),
  ),
  ask(
    'Exists as an annotation',
    `Blog.objects.annotate(rated=Exists(Entry.objects.filter(blog=OuterRef('pk'), rating=5))).order_by('pk').values_list('name', 'rated')`,
    () =>
      Blog.objects
        .annotate({ rated: Exists(Entry.objects.filter({ blog: OuterRef('pk'), rating: 5 })) })
        .orderBy('pk')
        .valuesList('name', 'rated'),
  ),
  ask(
    'an aggregate beside a Subquery',
    `Blog.objects.annotate(n=Count('entries'), latest=Subquery(Entry.objects.filter(blog=OuterRef('pk')).order_by('-mod_date').values('headline')[:1])).order_by('pk').values_list('n', 'latest')`,
    () =>
      Blog.objects
        .annotate({
          n: Count('entries'),
          latest: Subquery(
            Entry.objects
              .filter({ blog: OuterRef('pk') })
              .orderBy('-mod_date')
              .values('headline')
              .slice(0, 1),
          ),
        })
        .orderBy('pk')
        .valuesList('n', 'latest'),
  ),
  ask(
    'an annotation named as a relation path part',
    `Venue.objects.annotate(n=Count('events')).order_by('-n', 'name').values_list('name', 'n')`,
    () =>
      Venue.objects
        .annotate({ n: Count('events') })
        .orderBy('-n', 'name')
        .valuesList('name', 'n'),
  ),
  ask(
    'the length of a text as an annotation',
    `Author.objects.annotate(l=Length('name')).filter(l__gt=4).values_list('name', 'l')`,
    () =>
      Author.objects
        .annotate({ l: Length('name') })
        .filter({ l__gt: 4 })
        .valuesList('name', 'l'),
  ),
  ask(
    'the children of categories',
    `Category.objects.annotate(n=Count('children')).filter(n__gt=0).order_by('pk').values_list('name', 'n')`,
    () =>
      Category.objects
        .annotate({ n: Count('children') })
        .filter({ n__gt: 0 })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'a distinct count of a column of a relation',
    `Blog.objects.annotate(n=Count('entries__rating', distinct=True)).order_by('pk').values_list('n', flat=True)`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries__rating', { distinct: true }) })
        .orderBy('pk')
        .valuesList('n', { flat: true }),
  ),
  ask(
    'remarks by author with an average',
    `Remark.objects.values('author__name').annotate(a=Avg('stars'), n=Count('stars')).order_by(F('author__name').asc(nulls_last=True))`,
    () =>
      Remark.objects
        .values('author__name')
        .annotate({ a: Avg('stars'), n: Count('stars') })
        .orderBy(F('author__name').asc({ nulls: 'last' })),
  ),
];
