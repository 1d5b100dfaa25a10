import { Coalesce, Count, F, Q } from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Entry, Event, Person, Remark } from '../models.ts';
import { ask } from '../question.ts';

export const selecting = [
  ask(
    'distinct by an order that is not selected',
    `Entry.objects.order_by('blog__name').values('blog__name').distinct()`,
    () => Entry.objects.orderBy('blog__name').values('blog__name').distinct(),
  ),
  ask(
    'an order outside the values counts for distinct',
    `Book.objects.order_by('pubdate', 'price').values_list('price', flat=True).distinct()`,
    () => Book.objects.orderBy('pubdate', 'price').valuesList('price', { flat: true }).distinct(),
  ),
  ask(
    'distinct values',
    `Entry.objects.values_list('rating', flat=True).distinct().order_by(F('rating').asc(nulls_first=True))`,
    () =>
      Entry.objects
        .valuesList('rating', { flat: true })
        .distinct()
        .orderBy(F('rating').asc({ nulls: 'first' })),
  ),
  ask(
    'distinct pairs',
    `Book.objects.values_list('publisher_id', 'price').distinct().order_by('publisher_id', 'price')`,
    () =>
      Book.objects.valuesList('publisherId', 'price').distinct().orderBy('publisherId', 'price'),
  ),
  ask(
    'distinct then slice',
    `Entry.objects.values_list('blog_id', flat=True).distinct().order_by('blog_id')[1:3]`,
    () =>
      Entry.objects.valuesList('blogId', { flat: true }).distinct().orderBy('blogId').slice(1, 3),
  ),
  ask('a slice', `Entry.objects.order_by('pk')[2:5]`, () =>
    Entry.objects.orderBy('pk').slice(2, 5),
  ),
  ask('a slice of a slice', `Entry.objects.order_by('pk')[2:8][1:3]`, () =>
    Entry.objects.orderBy('pk').slice(2, 8).slice(1, 3),
  ),
  ask('a slice of a slice that leaves it', `Entry.objects.order_by('pk')[2:4][1:9]`, () =>
    Entry.objects.orderBy('pk').slice(2, 4).slice(1, 9),
  ),
  ask('a slice behind the end', `Entry.objects.order_by('pk')[50:60]`, () =>
    Entry.objects.orderBy('pk').slice(50, 60),
  ),
  ask('an empty slice', `Entry.objects.order_by('pk')[3:3]`, () =>
    Entry.objects.orderBy('pk').slice(3, 3),
  ),
  ask('a slice without an end', `Entry.objects.order_by('pk')[9:]`, () =>
    Entry.objects.orderBy('pk').slice(9),
  ),
  ask(
    'a slice in a subquery',
    `Remark.objects.filter(entry__in=Entry.objects.order_by('-number_of_comments')[:2]).order_by('pk')`,
    () =>
      Remark.objects
        .filter({ entry__in: Entry.objects.orderBy('-number_of_comments').slice(0, 2) })
        .orderBy('pk'),
  ),
  ask(
    'union drops duplicates',
    `Entry.objects.filter(rating=4).union(Entry.objects.filter(blog=5)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 4 })
        .union(Entry.objects.filter({ blog: 5 }))
        .orderBy('id'),
  ),
  ask(
    'union of all keeps duplicates',
    `Entry.objects.filter(rating=4).union(Entry.objects.filter(blog=5), all=True).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 4 })
        .union(Entry.objects.filter({ blog: 5 }), { all: true })
        .orderBy('id'),
  ),
  ask(
    'union of three',
    `Entry.objects.filter(pk=1).union(Entry.objects.filter(pk=2), Entry.objects.filter(pk=3)).order_by('-id')`,
    () =>
      Entry.objects
        .filter({ pk: 1 })
        .union(Entry.objects.filter({ pk: 2 }), Entry.objects.filter({ pk: 3 }))
        .orderBy('-id'),
  ),
  ask(
    'intersection',
    `Entry.objects.filter(rating=4).intersection(Entry.objects.filter(blog=5)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 4 })
        .intersection(Entry.objects.filter({ blog: 5 }))
        .orderBy('id'),
  ),
  ask(
    'difference',
    `Entry.objects.filter(rating=4).difference(Entry.objects.filter(blog=5)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 4 })
        .difference(Entry.objects.filter({ blog: 5 }))
        .orderBy('id'),
  ),
  ask(
    'union of values of different models',
    `Blog.objects.values_list('name').union(Author.objects.order_by().values_list('name')).order_by('name')`,
    () =>
      Blog.objects
        .valuesList('name')
        .union(Author.objects.orderBy().valuesList('name'))
        .orderBy('name'),
  ),
  ask(
    'union with values as objects',
    `Blog.objects.filter(pk=1).values('name').union(Author.objects.filter(pk=1).order_by().values('name')).order_by('-name')`,
    () =>
      Blog.objects
        .filter({ pk: 1 })
        .values('name')
        .union(Author.objects.filter({ pk: 1 }).orderBy().values('name'))
        .orderBy('-name'),
  ),
  ask(
    'union with a slice of the whole',
    `Entry.objects.filter(blog=1).union(Entry.objects.filter(blog=3)).order_by('-id')[1:4]`,
    () =>
      Entry.objects
        .filter({ blog: 1 })
        .union(Entry.objects.filter({ blog: 3 }))
        .orderBy('-id')
        .slice(1, 4),
  ),
  ask(
    'the count of a union',
    `Entry.objects.filter(rating=4).union(Entry.objects.filter(blog=5)).count()`,
    () =>
      Entry.objects
        .filter({ rating: 4 })
        .union(Entry.objects.filter({ blog: 5 }))
        .count(),
  ),
  ask(
    'whether a union has rows',
    `Entry.objects.filter(rating=9).union(Entry.objects.filter(blog=9)).exists()`,
    () =>
      Entry.objects
        .filter({ rating: 9 })
        .union(Entry.objects.filter({ blog: 9 }))
        .exists(),
  ),
  ask(
    'union with none()',
    `Entry.objects.none().union(Entry.objects.filter(blog=5)).order_by('id')`,
    () =>
      Entry.objects
        .none()
        .union(Entry.objects.filter({ blog: 5 }))
        .orderBy('id'),
  ),
  ask(
    'intersection with none()',
    `Entry.objects.filter(blog=5).intersection(Entry.objects.none())`,
    () => Entry.objects.filter({ blog: 5 }).intersection(Entry.objects.none()),
  ),
  ask(
    'difference from none()',
    `Entry.objects.filter(blog=5).difference(Entry.objects.none()).order_by('id')`,
    () => Entry.objects.filter({ blog: 5 }).difference(Entry.objects.none()).orderBy('id'),
  ),
  ask(
    'union of annotated values',
    `Blog.objects.annotate(n=Count('entries')).values_list('name', 'n').union(Author.objects.order_by().annotate(n=Count('remarks')).values_list('name', 'n')).order_by('-n', 'name')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .valuesList('name', 'n')
        .union(
          Author.objects
            .orderBy()
            .annotate({ n: Count('remarks') })
            .valuesList('name', 'n'),
        )
        .orderBy('-n', 'name'),
  ),
  ask(
    'a union in a subquery',
    `Entry.objects.filter(pk__in=Entry.objects.filter(rating=5).values('pk').union(Entry.objects.filter(rating=1).values('pk'))).order_by('pk')`,
    () =>
      Entry.objects
        .filter({
          pk__in: Entry.objects
            .filter({ rating: 5 })
            .values('pk')
            .union(Entry.objects.filter({ rating: 1 }).values('pk')),
        })
        .orderBy('pk'),
  ),
  ask(
    'the or of two QuerySets',
    `(Entry.objects.filter(rating=5) | Entry.objects.filter(blog=5)).order_by('pk')`,
    () => Entry.objects.filter(Q({ rating: 5 }).or(Q({ blog: 5 }))).orderBy('pk'),
  ),
  ask('values() has all columns', `Blog.objects.filter(pk=1).values()`, () =>
    Blog.objects.filter({ pk: 1 }).values(),
  ),
  ask(
    'values() of columns of relations',
    `Entry.objects.filter(pk__lte=2).order_by('pk').values('headline', 'blog__name', 'detail__details')`,
    () =>
      Entry.objects
        .filter({ pk__lte: 2 })
        .orderBy('pk')
        .values('headline', 'blog__name', 'detail__details'),
  ),
  ask(
    'values() over a relation to many has a row each',
    `Entry.objects.filter(pk__in=[1, 5]).order_by('pk', 'authors__name').values('pk', 'authors__name')`,
    () =>
      Entry.objects
        .filter({ pk__in: [1, 5] })
        .orderBy('pk', 'authors__name')
        .values('pk', 'authors__name'),
  ),
  ask(
    'values() over a relation to many shares the join of a filter',
    `Blog.objects.filter(entries__headline__contains='Lennon').order_by('entries__headline').values_list('name', 'entries__headline')`,
    () =>
      Blog.objects
        .filter({ entries__headline__contains: 'Lennon' })
        .orderBy('entries__headline')
        .valuesList('name', 'entries__headline'),
    { likePostgresql: true },
  ),
  ask('values() of the primary key', `Blog.objects.order_by('pk').values('pk')[:2]`, () =>
    Blog.objects.orderBy('pk').values('pk').slice(0, 2),
  ),
  ask(
    'values() with an expression',
    `Book.objects.order_by('pk').values('name', twice=F('pages') * 2)[:2]`,
    () =>
      Book.objects
        .orderBy('pk')
        .values('name', { twice: F('pages').mul(2) })
        .slice(0, 2),
  ),
  ask(
    'the last values() counts',
    `Blog.objects.values('name').values('tagline').order_by('pk')[:2]`,
    () => Blog.objects.values('name').values('tagline').orderBy('pk').slice(0, 2),
  ),
  ask(
    'filter() after values()',
    `Blog.objects.values('name').filter(tagline='').order_by('pk')`,
    () => Blog.objects.values('name').filter({ tagline: '' }).orderBy('pk'),
  ),
  ask(
    'values() and annotate() of a column',
    `Blog.objects.values('name').annotate(t=F('tagline')).order_by('pk')[:2]`,
    () =>
      Blog.objects
        .values('name')
        .annotate({ t: F('tagline') })
        .orderBy('pk')
        .slice(0, 2),
  ),
  ask(
    'values_list() of an expression and columns',
    `Person.objects.annotate(s=Coalesce('salary', 0)).order_by('-s', 'pk').values_list('first_name', 's', 'manager__first_name')`,
    () =>
      Person.objects
        .annotate({ s: Coalesce('salary', 0) })
        .orderBy('-s', 'pk')
        .valuesList('first_name', 's', 'manager__first_name'),
  ),
  ask(
    'values() of every kind of column',
    `Event.objects.order_by('pk').values('starts', 'ends', 'day', 'at', 'is_public')`,
    () => Event.objects.orderBy('pk').values('starts', 'ends', 'day', 'at', 'is_public'),
  ),
  ask(
    'values() of a decimal and a float',
    `Book.objects.order_by('pk').values_list('price', 'rating')`,
    () => Book.objects.orderBy('pk').valuesList('price', 'rating'),
  ),
];
