import { Exists, F, OuterRef, Q, Value } from '../../../../src/orm/index.ts';
import { Author, Blog, Entry, Person, Remark, Sample } from '../models.ts';
import { ask } from '../question.ts';

export const conditions = [
  ask('or', `Entry.objects.filter(Q(rating=5) | Q(rating=1))`, () =>
    Entry.objects.filter(Q({ rating: 5 }).or(Q({ rating: 1 }))),
  ),
  ask(
    'or with a keyword beside it',
    `Entry.objects.filter(Q(rating=5) | Q(rating=1), blog=3)`,
    () => Entry.objects.filter(Q({ rating: 5 }).or(Q({ rating: 1 })), Q({ blog: 3 })),
  ),
  ask(
    'and of or',
    `Entry.objects.filter((Q(rating=5) | Q(rating=4)) & (Q(blog=1) | Q(blog=3)))`,
    () =>
      Entry.objects.filter(
        Q({ rating: 5 })
          .or(Q({ rating: 4 }))
          .and(Q({ blog: 1 }).or(Q({ blog: 3 }))),
      ),
  ),
  ask('not', `Entry.objects.filter(~Q(rating=4))`, () =>
    Entry.objects.filter(Q({ rating: 4 }).not()),
  ),
  ask('not of or', `Entry.objects.filter(~(Q(rating=4) | Q(rating=5)))`, () =>
    Entry.objects.filter(
      Q({ rating: 4 })
        .or(Q({ rating: 5 }))
        .not(),
    ),
  ),
  ask('not of and', `Entry.objects.filter(~Q(rating=4, blog=5))`, () =>
    Entry.objects.filter(Q({ rating: 4, blog: 5 }).not()),
  ),
  ask('or of not', `Entry.objects.filter(Q(rating=1) | ~Q(blog=3))`, () =>
    Entry.objects.filter(Q({ rating: 1 }).or(Q({ blog: 3 }).not())),
  ),
  ask('not of not of gt', `Entry.objects.filter(~~Q(rating__gt=3))`, () =>
    Entry.objects.filter(Q({ rating__gt: 3 }).not().not()),
  ),
  ask('not of a comparison of nullable columns', `Sample.objects.filter(~Q(n=F('x')))`, () =>
    Sample.objects.filter(Q({ n: F('x') }).not()),
  ),
  ask('exclude of a negated Q', `Entry.objects.exclude(~Q(rating=4))`, () =>
    Entry.objects.exclude(Q({ rating: 4 }).not()),
  ),
  ask('exclude of or', `Entry.objects.exclude(Q(rating=4) | Q(blog=3))`, () =>
    Entry.objects.exclude(Q({ rating: 4 }).or(Q({ blog: 3 }))),
  ),
  ask('exclude of two Q', `Entry.objects.exclude(Q(rating=4), Q(blog=5))`, () =>
    Entry.objects.exclude(Q({ rating: 4 }), Q({ blog: 5 })),
  ),
  ask('xor', `Entry.objects.filter(Q(blog=1) ^ Q(rating=4))`, () =>
    Entry.objects.filter(Q({ blog: 1 }).xor(Q({ rating: 4 }))),
  ),
  ask(
    'xor of three is parity',
    `Entry.objects.filter(Q(blog=1) ^ Q(number_of_comments=10) ^ Q(headline__startswith='New'))`,
    () =>
      Entry.objects.filter(
        Q({ blog: 1 })
          .xor(Q({ number_of_comments: 10 }))
          .xor(Q({ headline__startswith: 'New' })),
      ),
  ),
  ask('not of xor', `Entry.objects.filter(~(Q(blog=1) ^ Q(number_of_comments__gt=2)))`, () =>
    Entry.objects.filter(
      Q({ blog: 1 })
        .xor(Q({ number_of_comments__gt: 2 }))
        .not(),
    ),
  ),
  ask('not of xor with NULL', `Entry.objects.filter(~(Q(blog=1) ^ Q(rating=4)))`, () =>
    Entry.objects.filter(
      Q({ blog: 1 })
        .xor(Q({ rating: 4 }))
        .not(),
    ),
  ),
  ask('exclude of xor with NULL', `Entry.objects.exclude(Q(blog=3) ^ Q(rating__gt=3))`, () =>
    Entry.objects.exclude(Q({ blog: 3 }).xor(Q({ rating__gt: 3 }))),
  ),
  ask(
    'xor over a relation to many',
    `Blog.objects.filter(Q(entries__rating=5) ^ Q(name__contains='Music')).order_by('pk')`,
    () =>
      Blog.objects
        .filter(Q({ entries__rating: 5 }).xor(Q({ name__contains: 'Music' })))
        .orderBy('pk'),
  ),
  ask('xor with an empty in', `Entry.objects.filter(Q(pk__in=[]) ^ Q(rating=5))`, () =>
    Entry.objects.filter(Q({ pk__in: [] }).xor(Q({ rating: 5 }))),
  ),
  ask('an empty Q', `Entry.objects.filter(Q())`, () => Entry.objects.filter(Q({}))),
  ask('or with an empty Q', `Entry.objects.filter(Q() | Q(rating=5))`, () =>
    Entry.objects.filter(Q({}).or(Q({ rating: 5 }))),
  ),
  ask('and with an empty Q', `Entry.objects.filter(Q(rating=5) & Q())`, () =>
    Entry.objects.filter(Q({ rating: 5 }).and(Q({}))),
  ),
  ask('not of an empty Q', `Entry.objects.filter(~Q())`, () => Entry.objects.filter(Q({}).not())),
  ask('not of an empty in', `Entry.objects.filter(~Q(pk__in=[]))`, () =>
    Entry.objects.filter(Q({ pk__in: [] }).not()),
  ),
  ask(
    'not of an empty in or something',
    `Entry.objects.filter(~(Q(pk__in=[]) | Q(rating=5)))`,
    () =>
      Entry.objects.filter(
        Q({ pk__in: [] })
          .or(Q({ rating: 5 }))
          .not(),
      ),
  ),
  ask(
    'or between None and a value',
    `Person.objects.filter(Q(salary=None) | Q(salary__lt=6000))`,
    () => Person.objects.filter(Q({ salary: null }).or(Q({ salary__lt: 6000 }))),
  ),
  ask(
    'not over a nullable relation or NULL',
    `Person.objects.filter(~Q(manager__first_name='Alan') | Q(salary=None))`,
    () =>
      Person.objects.filter(
        Q({ manager__first_name: 'Alan' })
          .not()
          .or(Q({ salary: null })),
      ),
  ),
  ask(
    'or makes the join an outer one',
    `Entry.objects.filter(Q(detail__details__contains='map') | Q(rating=1))`,
    () => Entry.objects.filter(Q({ detail__details__contains: 'map' }).or(Q({ rating: 1 }))),
  ),
  ask(
    'an or that is anded keeps its outer join',
    `Person.objects.filter(Q(manager__salary__gt=8500) | Q(first_name='Ada')).filter(last_name__contains='o')`,
    () =>
      Person.objects
        .filter(Q({ manager__salary__gt: 8500 }).or(Q({ first_name: 'Ada' })))
        .filter({ last_name__contains: 'o' }),
  ),
  ask(
    'or of not over a relation to many',
    `Blog.objects.filter(~Q(entries__rating__gt=3) | Q(name__startswith='Pop'))`,
    () =>
      Blog.objects.filter(
        Q({ entries__rating__gt: 3 })
          .not()
          .or(Q({ name__startswith: 'Pop' })),
      ),
  ),
  ask(
    'and of not over a relation to many',
    `Blog.objects.filter(~Q(entries__rating=5) & Q(entries__isnull=False)).distinct()`,
    () =>
      Blog.objects
        .filter(
          Q({ entries__rating: 5 })
            .not()
            .and(Q({ entries__isnull: false })),
        )
        .distinct(),
  ),
  ask(
    'not of and over a relation to many',
    `Blog.objects.filter(~(Q(entries__rating=4) & Q(entries__number_of_comments=2)))`,
    () =>
      Blog.objects.filter(
        Q({ entries__rating: 4 })
          .and(Q({ entries__number_of_comments: 2 }))
          .not(),
      ),
  ),
  ask(
    'not of nested or and and',
    `Entry.objects.filter(~(Q(rating=4) | (Q(blog=3) & ~Q(number_of_comments=0))))`,
    () =>
      Entry.objects.filter(
        Q({ rating: 4 })
          .or(Q({ blog: 3 }).and(Q({ number_of_comments: 0 }).not()))
          .not(),
      ),
  ),
  ask(
    'Exists as a condition',
    `Blog.objects.filter(Exists(Entry.objects.filter(blog=OuterRef('pk'), rating=4)))`,
    () => Blog.objects.filter(Exists(Entry.objects.filter({ blog: OuterRef('pk'), rating: 4 }))),
  ),
  ask(
    'not Exists as a condition',
    `Blog.objects.filter(~Exists(Entry.objects.filter(blog=OuterRef('pk'))))`,
    () => Blog.objects.filter(Exists(Entry.objects.filter({ blog: OuterRef('pk') })).not()),
  ),
  ask(
    'Exists or a condition',
    `Blog.objects.filter(Exists(Entry.objects.filter(blog=OuterRef('pk'), rating=1)) | Q(name__startswith='É'))`,
    () =>
      Blog.objects.filter(
        Q(Exists(Entry.objects.filter({ blog: OuterRef('pk'), rating: 1 }))).or(
          Q({ name__startswith: 'É' }),
        ),
      ),
  ),
  ask(
    'exclude Exists',
    `Author.objects.exclude(Exists(Remark.objects.filter(author=OuterRef('pk'))))`,
    () => Author.objects.exclude(Exists(Remark.objects.filter({ author: OuterRef('pk') }))),
  ),
  ask('Exists of an empty QuerySet', `Blog.objects.filter(Exists(Entry.objects.none()))`, () =>
    Blog.objects.filter(Exists(Entry.objects.none())),
  ),
  ask('not Exists of an empty QuerySet', `Blog.objects.filter(~Exists(Entry.objects.none()))`, () =>
    Blog.objects.filter(Exists(Entry.objects.none()).not()),
  ),
  ask('the value True as a condition', `Sample.objects.filter(Value(True))`, () =>
    Sample.objects.filter(Value(true)),
  ),
  ask('none() has no rows', `Entry.objects.none()`, () => Entry.objects.none()),
  ask('none() stays empty', `Entry.objects.none().filter(rating=5).order_by('pk')`, () =>
    Entry.objects.none().filter({ rating: 5 }).orderBy('pk'),
  ),
  ask(
    'none() counts nothing',
    `[Entry.objects.none().count(), Entry.objects.none().exists(), Entry.objects.none().first()]`,
    async () => [
      await Entry.objects.none().count(),
      await Entry.objects.none().exists(),
      await Entry.objects.none().first(),
    ],
  ),
];
