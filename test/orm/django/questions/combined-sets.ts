import { Count, Exists, Length, OuterRef, Value } from '../../../../src/orm/index.ts';
import { Author, Blog, Entry, Person, Publisher } from '../models.ts';
import { ask } from '../question.ts';

export const combinedSets = [
  ask(
    'union() of one model, ordered',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(rating=3)).order_by('-id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ rating: 3 }))
        .orderBy('-id'),
  ),
  ask(
    'union() drops copies',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }))
        .orderBy('id'),
  ),
  ask(
    'union() with all keeps copies',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1), all=True).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }), { all: true })
        .orderBy('id'),
  ),
  ask(
    'union() and count()',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1)).count()`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }))
        .count(),
  ),
  ask(
    'union() with all and count()',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1), all=True).count()`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }), { all: true })
        .count(),
  ),
  ask(
    'union() of three',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(rating=3), Entry.objects.filter(rating=1)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ rating: 3 }), Entry.objects.filter({ rating: 1 }))
        .orderBy('id'),
  ),
  ask(
    'union() of a union',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(rating=3)).union(Entry.objects.filter(rating=1)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ rating: 3 }))
        .union(Entry.objects.filter({ rating: 1 }))
        .orderBy('id'),
  ),
  ask(
    'union() and a slice',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1)).order_by('id')[1:3]`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }))
        .orderBy('id')
        .slice(1, 3),
  ),
  ask(
    'union() and a slice and count()',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1)).order_by('id')[1:3].count()`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }))
        .orderBy('id')
        .slice(1, 3)
        .count(),
  ),
  ask(
    'union() and first()',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1)).order_by('-id').first()`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }))
        .orderBy('-id')
        .first(),
  ),
  ask(
    'union() and values() before',
    `Entry.objects.filter(rating=5).values('headline').union(Entry.objects.filter(blog=1).values('headline')).order_by('headline')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .values('headline')
        .union(Entry.objects.filter({ blog: 1 }).values('headline'))
        .orderBy('headline'),
  ),
  ask(
    'union() and values() after',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1)).values('headline').order_by('headline')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }))
        .values('headline')
        .orderBy('headline'),
  ),
  ask(
    'union() and values_list() flat after',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1)).values_list('rating', flat=True).order_by('rating', 'id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }))
        .valuesList('rating', { flat: true })
        .orderBy('rating', 'id'),
    { differs: { raises: 'orm.query.combined' } },
  ),
  ask(
    'union() and values_list() of two models',
    `Blog.objects.values_list('name').union(Author.objects.order_by().values_list('name')).order_by('name')`,
    () =>
      Blog.objects
        .valuesList('name')
        .union(Author.objects.orderBy().valuesList('name'))
        .orderBy('name'),
  ),
  ask(
    'union() of two models keeps the names of the first',
    `Blog.objects.values('name').union(Publisher.objects.values('name')).order_by('name')`,
    () => Blog.objects.values('name').union(Publisher.objects.values('name')).orderBy('name'),
  ),
  ask(
    'union() with an annotation',
    `Entry.objects.filter(rating=5).annotate(x=Value(1)).values('id', 'x').union(Entry.objects.filter(rating=1).annotate(x=Value(2)).values('id', 'x')).order_by('x', 'id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .annotate({ x: Value(1) })
        .values('id', 'x')
        .union(
          Entry.objects
            .filter({ rating: 1 })
            .annotate({ x: Value(2) })
            .values('id', 'x'),
        )
        .orderBy('x', 'id'),
  ),
  ask(
    'union() ordered by an annotation',
    `Entry.objects.filter(rating__gte=4).annotate(l=Length('headline')).values('id', 'l').union(Entry.objects.filter(rating=1).annotate(l=Length('headline')).values('id', 'l')).order_by('-l')`,
    () =>
      Entry.objects
        .filter({ rating__gte: 4 })
        .annotate({ l: Length('headline') })
        .values('id', 'l')
        .union(
          Entry.objects
            .filter({ rating: 1 })
            .annotate({ l: Length('headline') })
            .values('id', 'l'),
        )
        .orderBy('-l'),
  ),
  ask(
    'union() of aggregates',
    `Blog.objects.annotate(n=Count('entries')).filter(n=3).values_list('name', 'n').union(Publisher.objects.annotate(n=Count('books')).filter(n=3).values_list('name', 'n')).order_by('name')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n: 3 })
        .valuesList('name', 'n')
        .union(
          Publisher.objects
            .annotate({ n: Count('books') })
            .filter({ n: 3 })
            .valuesList('name', 'n'),
        )
        .orderBy('name'),
  ),
  ask(
    'union() with an empty one',
    `Entry.objects.filter(rating=5).union(Entry.objects.none()).order_by('id')`,
    () => Entry.objects.filter({ rating: 5 }).union(Entry.objects.all().none()).orderBy('id'),
  ),
  ask(
    "an empty one's union()",
    `Entry.objects.none().union(Entry.objects.filter(rating=5)).order_by('id')`,
    () =>
      Entry.objects
        .all()
        .none()
        .union(Entry.objects.filter({ rating: 5 }))
        .orderBy('id'),
  ),
  ask('union() of two empty ones', `Entry.objects.none().union(Entry.objects.none())`, () =>
    Entry.objects.all().none().union(Entry.objects.all().none()),
  ),
  ask(
    'union() of slices',
    `Entry.objects.order_by('id')[:2].union(Entry.objects.order_by('-id')[:2]).order_by('id')`,
    () =>
      Entry.objects
        .orderBy('id')
        .slice(0, 2)
        .union(Entry.objects.orderBy('-id').slice(0, 2))
        .orderBy('id'),
    { likePostgresql: true },
  ),
  ask(
    'union() with an order within',
    `Entry.objects.filter(rating=5).order_by('headline').union(Entry.objects.filter(rating=1)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .orderBy('headline')
        .union(Entry.objects.filter({ rating: 1 }))
        .orderBy('id'),
    { likePostgresql: true },
  ),
  ask(
    'union() and exists()',
    `[Entry.objects.filter(rating=9).union(Entry.objects.filter(rating=5)).exists(), Entry.objects.filter(rating=9).union(Entry.objects.filter(rating=8)).exists()]`,
    () => [
      Entry.objects
        .filter({ rating: 9 })
        .union(Entry.objects.filter({ rating: 5 }))
        .exists(),
      Entry.objects
        .filter({ rating: 9 })
        .union(Entry.objects.filter({ rating: 8 }))
        .exists(),
    ],
  ),
  ask(
    'union() in an in',
    `Blog.objects.filter(pk__in=Entry.objects.filter(rating=5).values('blog').union(Entry.objects.filter(rating=1).values('blog'))).order_by('pk')`,
    () =>
      Blog.objects
        .filter({
          pk__in: Entry.objects
            .filter({ rating: 5 })
            .values('blog')
            .union(Entry.objects.filter({ rating: 1 }).values('blog')),
        })
        .orderBy('pk'),
  ),
  ask(
    'union() with Exists',
    `Blog.objects.filter(Exists(Entry.objects.filter(blog=OuterRef('pk'), rating=1).union(Entry.objects.filter(blog=OuterRef('pk'), rating=2)))).order_by('pk')`,
    () =>
      Blog.objects
        .filter(
          Exists(
            Entry.objects
              .filter({ blog: OuterRef('pk'), rating: 1 })
              .union(Entry.objects.filter({ blog: OuterRef('pk'), rating: 2 })),
          ),
        )
        .orderBy('pk'),
  ),
  ask(
    "union() with a relation's values",
    `Entry.objects.filter(rating=5).values_list('blog__name', 'headline').union(Entry.objects.filter(rating=1).values_list('blog__name', 'headline')).order_by('headline')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .valuesList('blog__name', 'headline')
        .union(Entry.objects.filter({ rating: 1 }).valuesList('blog__name', 'headline'))
        .orderBy('headline'),
  ),
  ask(
    'union() of NULLs',
    `Entry.objects.values_list('rating').union(Person.objects.values_list('salary')).count()`,
    () => Entry.objects.valuesList('rating').union(Person.objects.valuesList('salary')).count(),
  ),
];
