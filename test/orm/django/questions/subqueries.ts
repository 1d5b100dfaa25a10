import { Coalesce, Exists, Max, OuterRef, Subquery, Sum } from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Category, Entry, Remark } from '../models.ts';
import { ask } from '../question.ts';

const latest = () => Entry.objects.filter({ blog: OuterRef('pk') }).orderBy('-mod_date');

export const subqueries = [
  ask(
    'a Subquery of the latest',
    `Blog.objects.annotate(h=Subquery(Entry.objects.filter(blog=OuterRef('pk')).order_by('-mod_date').values('headline')[:1])).order_by('pk').values_list('name', 'h')`,
    () =>
      Blog.objects
        .annotate({ h: Subquery(latest().values('headline').slice(0, 1)) })
        .orderBy('pk')
        .valuesList('name', 'h'),
  ),
  ask(
    'a filter on a Subquery',
    `Blog.objects.annotate(d=Subquery(Entry.objects.filter(blog=OuterRef('pk')).order_by('-mod_date').values('mod_date')[:1])).filter(d__year__gte=2020).order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ d: Subquery(latest().values('mod_date').slice(0, 1)) })
        .filter({ d__year__gte: 2020 })
        .orderBy('pk'),
  ),
  ask(
    'a Subquery as the right side',
    `Entry.objects.filter(number_of_comments=Subquery(Entry.objects.filter(blog=OuterRef('blog')).order_by('-number_of_comments').values('number_of_comments')[:1])).order_by('pk')`,
    () =>
      Entry.objects
        .filter({
          number_of_comments: Subquery(
            Entry.objects
              .filter({ blog: OuterRef('blog') })
              .orderBy('-number_of_comments')
              .values('number_of_comments')
              .slice(0, 1),
          ),
        })
        .orderBy('pk'),
  ),
  ask(
    'a QuerySet as the right side of exact',
    `Entry.objects.filter(blog=Blog.objects.filter(name='Cheddar Talk').values('pk')[:1]).order_by('pk')`,
    () =>
      Entry.objects
        .filter({ blog: Blog.objects.filter({ name: 'Cheddar Talk' }).values('pk').slice(0, 1) })
        .orderBy('pk'),
  ),
  ask(
    'a Subquery that aggregates',
    `Blog.objects.annotate(n=Subquery(Entry.objects.filter(blog=OuterRef('pk')).values('blog').annotate(t=Sum('number_of_comments')).values('t'))).order_by('pk').values_list('name', 'n')`,
    () =>
      Blog.objects
        .annotate({
          n: Subquery(
            Entry.objects
              .filter({ blog: OuterRef('pk') })
              .values('blogId')
              .annotate({ t: Sum('number_of_comments') })
              .values('t'),
          ),
        })
        .orderBy('pk')
        .valuesList('name', 'n'),
  ),
  ask(
    'a Subquery inside an expression',
    `Blog.objects.annotate(n=Coalesce(Subquery(Entry.objects.filter(blog=OuterRef('pk')).order_by('-rating', 'pk').values('number_of_comments')[:1]), 0) + 1).order_by('pk').values_list('n', flat=True)`,
    () =>
      Blog.objects
        .annotate({
          n: Coalesce(
            Subquery(
              Entry.objects
                .filter({ blog: OuterRef('pk') })
                .orderBy('-rating', 'pk')
                .values('number_of_comments')
                .slice(0, 1),
            ),
            0,
          ).add(1),
        })
        .orderBy('pk')
        .valuesList('n', { flat: true }),
  ),
  ask(
    'an OuterRef over a relation',
    `Remark.objects.filter(Exists(Entry.objects.filter(blog=OuterRef('entry__blog'), rating=1))).order_by('pk')`,
    () =>
      Remark.objects
        .filter(Exists(Entry.objects.filter({ blog: OuterRef('entry__blog'), rating: 1 })))
        .orderBy('pk'),
  ),
  ask(
    'an OuterRef two levels up',
    `Blog.objects.filter(Exists(Entry.objects.filter(Exists(Remark.objects.filter(entry=OuterRef('pk'), entry__blog=OuterRef(OuterRef('pk')), stars=5))))).order_by('pk')`,
    () =>
      Blog.objects
        .filter(
          Exists(
            Entry.objects.filter(
              Exists(
                Remark.objects.filter({
                  entry: OuterRef('pk'),
                  entry__blog: OuterRef(OuterRef('pk')),
                  stars: 5,
                }),
              ),
            ),
          ),
        )
        .orderBy('pk'),
  ),
  ask(
    'an OuterRef in exclude',
    `Blog.objects.filter(Exists(Entry.objects.filter(blog=OuterRef('pk')).exclude(headline__contains=OuterRef('name')))).order_by('pk')`,
    () =>
      Blog.objects
        .filter(
          Exists(
            Entry.objects
              .filter({ blog: OuterRef('pk') })
              .exclude({ headline__contains: OuterRef('name') }),
          ),
        )
        .orderBy('pk'),
  ),
  ask(
    'an OuterRef in arithmetic',
    `Entry.objects.filter(Exists(Entry.objects.filter(number_of_comments__gt=OuterRef('number_of_comments') + 10))).count()`,
    () =>
      Entry.objects
        .filter(
          Exists(
            Entry.objects.filter({
              number_of_comments__gt: OuterRef('number_of_comments').add(10),
            }),
          ),
        )
        .count(),
  ),
  ask(
    'a subquery that shares a table with its outer query',
    `Category.objects.annotate(up=Subquery(Category.objects.filter(pk=OuterRef('parent')).values('name')[:1])).order_by('pk').values_list('name', 'up')`,
    () =>
      Category.objects
        .annotate({
          up: Subquery(
            Category.objects
              .filter({ pk: OuterRef('parent') })
              .values('name')
              .slice(0, 1),
          ),
        })
        .orderBy('pk')
        .valuesList('name', 'up'),
  ),
  ask(
    'an aggregate of a Subquery',
    `Blog.objects.annotate(m=Subquery(Entry.objects.filter(blog=OuterRef('pk')).order_by('-number_of_comments').values('number_of_comments')[:1])).aggregate(total=Sum('m'), most=Max('m'))`,
    () =>
      Blog.objects
        .annotate({
          m: Subquery(
            Entry.objects
              .filter({ blog: OuterRef('pk') })
              .orderBy('-number_of_comments')
              .values('number_of_comments')
              .slice(0, 1),
          ),
        })
        .aggregate({ total: Sum('m'), most: Max('m') }),
  ),
  ask(
    'a filter on Exists as an annotation',
    `Author.objects.annotate(wrote=Exists(Entry.objects.filter(authors=OuterRef('pk')))).filter(wrote=False)`,
    () =>
      Author.objects
        .annotate({ wrote: Exists(Entry.objects.filter({ authors: OuterRef('pk') })) })
        .filter({ wrote: false }),
  ),
  ask(
    'ordering by Exists',
    `Blog.objects.order_by(Exists(Entry.objects.filter(blog=OuterRef('pk'))).desc(), 'pk')`,
    () => Blog.objects.orderBy(Exists(Entry.objects.filter({ blog: OuterRef('pk') })).desc(), 'pk'),
  ),
  ask(
    'books dearer than the average',
    `Book.objects.filter(price__gt=Subquery(Book.objects.values('rating').annotate(m=Max('price')).filter(rating=5.0).values('m')[:1])).order_by('pk')`,
    () =>
      Book.objects
        .filter({
          price__gt: Subquery(
            Book.objects
              .values('rating')
              .annotate({ m: Max('price') })
              .filter({ rating: 5 })
              .values('m')
              .slice(0, 1),
          ),
        })
        .orderBy('pk'),
  ),
];
