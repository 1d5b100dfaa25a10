import { F, Q } from '../../../../src/orm/index.ts';
import {
  Author,
  Blog,
  Book,
  Category,
  Entry,
  EntryDetail,
  Event,
  Group,
  Membership,
  Person,
  Publisher,
  Remark,
  Store,
  Writer,
} from '../models.ts';
import { ask } from '../question.ts';

export const relations = [
  ask(
    'multi-valued: two conditions in one filter() hold for one related row',
    `Blog.objects.filter(entries__headline__contains='Lennon', entries__pub_date__year=2008)`,
    () =>
      Blog.objects.filter({ entries__headline__contains: 'Lennon', entries__pub_date__year: 2008 }),
  ),
  ask(
    'multi-valued: chained filter() may hold for different related rows',
    `Blog.objects.filter(entries__headline__contains='Lennon').filter(entries__pub_date__year=2008)`,
    () =>
      Blog.objects
        .filter({ entries__headline__contains: 'Lennon' })
        .filter({ entries__pub_date__year: 2008 }),
    { likePostgresql: true },
  ),
  ask(
    'multi-valued: chained filter() that no single row fulfils',
    `Blog.objects.filter(entries__rating=1).filter(entries__rating=3)`,
    () => Blog.objects.filter({ entries__rating: 1 }).filter({ entries__rating: 3 }),
  ),
  ask(
    'multi-valued: Q and Q in one filter() hold for one related row',
    `Blog.objects.filter(Q(entries__rating=1) & Q(entries__number_of_comments=1))`,
    () => Blog.objects.filter(Q({ entries__rating: 1 }).and(Q({ entries__number_of_comments: 1 }))),
  ),
  ask(
    'multi-valued: several Q arguments hold for one related row',
    `Blog.objects.filter(Q(entries__rating=1), Q(entries__number_of_comments=7))`,
    () => Blog.objects.filter(Q({ entries__rating: 1 }), Q({ entries__number_of_comments: 7 })),
  ),
  ask(
    'multi-valued: duplicates for each related row',
    `Blog.objects.filter(entries__headline__contains='Best')`,
    () => Blog.objects.filter({ entries__headline__contains: 'Best' }),
  ),
  ask(
    'multi-valued: as many copies as related rows',
    `Blog.objects.filter(entries__number_of_comments__gte=0).order_by('pk')`,
    () => Blog.objects.filter({ entries__number_of_comments__gte: 0 }).orderBy('pk'),
  ),
  ask(
    'multi-valued: the count counts copies',
    `Blog.objects.filter(entries__number_of_comments__gte=0).count()`,
    () => Blog.objects.filter({ entries__number_of_comments__gte: 0 }).count(),
  ),
  ask(
    'multi-valued: distinct() drops copies',
    `Blog.objects.filter(entries__number_of_comments__gte=0).distinct().count()`,
    () => Blog.objects.filter({ entries__number_of_comments__gte: 0 }).distinct().count(),
  ),
  ask(
    'multi-valued: copies multiply over chained filters',
    `Blog.objects.filter(entries__rating__gte=0).filter(entries__number_of_comments__gte=0).count()`,
    () =>
      Blog.objects
        .filter({ entries__rating__gte: 0 })
        .filter({ entries__number_of_comments__gte: 0 })
        .count(),
  ),
  ask(
    'multi-valued: or over a relation',
    `Blog.objects.filter(Q(entries__rating=5) | Q(name='Empty Blog'))`,
    () => Blog.objects.filter(Q({ entries__rating: 5 }).or(Q({ name: 'Empty Blog' }))),
  ),
  ask(
    'multi-valued: or over two relations',
    `Author.objects.filter(Q(entries__rating=5) | Q(remarks__stars=4)).order_by('pk')`,
    () =>
      Author.objects.filter(Q({ entries__rating: 5 }).or(Q({ remarks__stars: 4 }))).orderBy('pk'),
  ),
  ask(
    'exclude over a relation to many drops a row with any such related row',
    `Blog.objects.exclude(entries__headline__contains='Lennon')`,
    () => Blog.objects.exclude({ entries__headline__contains: 'Lennon' }),
  ),
  ask(
    'exclude over a relation to many: two conditions need not hold for one row',
    `Blog.objects.exclude(entries__headline__contains='Lennon', entries__pub_date__year=2008)`,
    () =>
      Blog.objects.exclude({
        entries__headline__contains: 'Lennon',
        entries__pub_date__year: 2008,
      }),
  ),
  ask(
    'exclude by a subquery: both conditions hold for one row',
    `Blog.objects.exclude(entries__in=Entry.objects.filter(headline__contains='Lennon', pub_date__year=2008))`,
    () =>
      Blog.objects.exclude({
        entries__in: Entry.objects.filter({ headline__contains: 'Lennon', pub_date__year: 2008 }),
      }),
  ),
  ask(
    'exclude over a relation to many with NULL',
    `Blog.objects.exclude(entries__rating=None)`,
    () => Blog.objects.exclude({ entries__rating: null }),
  ),
  ask(
    'exclude over a relation to many that is nullable',
    `Blog.objects.exclude(entries__rating__gte=4)`,
    () => Blog.objects.exclude({ entries__rating__gte: 4 }),
  ),
  ask('exclude over many-to-many', `Entry.objects.exclude(authors__name='John')`, () =>
    Entry.objects.exclude({ authors__name: 'John' }),
  ),
  ask(
    'exclude over the reverse of many-to-many',
    `Author.objects.exclude(entries__blog__name='Beatles Blog')`,
    () => Author.objects.exclude({ entries__blog__name: 'Beatles Blog' }),
  ),
  ask(
    'exclude after filter over the same relation',
    `Blog.objects.filter(entries__rating=4).exclude(entries__rating=5)`,
    () => Blog.objects.filter({ entries__rating: 4 }).exclude({ entries__rating: 5 }),
  ),
  ask(
    'exclude with a Q of or over a relation to many',
    `Blog.objects.exclude(Q(entries__rating=5) | Q(entries__rating=1))`,
    () => Blog.objects.exclude(Q({ entries__rating: 5 }).or(Q({ entries__rating: 1 }))),
  ),
  ask('not Q over a relation to many', `Blog.objects.filter(~Q(entries__rating=5))`, () =>
    Blog.objects.filter(Q({ entries__rating: 5 }).not()),
  ),
  ask('not not Q over a relation to many', `Blog.objects.filter(~~Q(entries__rating=5))`, () =>
    Blog.objects.filter(Q({ entries__rating: 5 }).not().not()),
  ),
  ask('exclude over two steps to many', `Blog.objects.exclude(entries__remarks__stars=5)`, () =>
    Blog.objects.exclude({ entries__remarks__stars: 5 }),
  ),
  ask(
    'exclude over two steps with an F of the row itself',
    `Entry.objects.exclude(remarks__stars=F('rating'))`,
    () => Entry.objects.exclude({ remarks__stars: F('rating') }),
  ),
  ask(
    'exclude an F that goes over a relation to many',
    `Book.objects.exclude(pages=F('loans__days'))`,
    () => Book.objects.exclude({ pages: F('loans__days') }),
    {
      differs: {
        unordered: [
          { row: 1 },
          { row: 1 },
          { row: 2 },
          { row: 3 },
          { row: 4 },
          { row: 5 },
          { row: 6 },
          { row: 7 },
          { row: 8 },
        ],
      },
    },
  ),
  ask('isnull on a reverse relation', `Blog.objects.filter(entries__isnull=True)`, () =>
    Blog.objects.filter({ entries__isnull: true }),
  ),
  ask(
    'isnull false on a reverse relation gives copies',
    `Blog.objects.filter(entries__isnull=False).order_by('pk')`,
    () => Blog.objects.filter({ entries__isnull: false }).orderBy('pk'),
  ),
  ask(
    'exclude isnull on a reverse relation',
    `Blog.objects.exclude(entries__isnull=True).order_by('pk')`,
    () => Blog.objects.exclude({ entries__isnull: true }).orderBy('pk'),
  ),
  ask(
    'exclude isnull false on a reverse relation',
    `Blog.objects.exclude(entries__isnull=False)`,
    () => Blog.objects.exclude({ entries__isnull: false }),
  ),
  ask('a reverse relation equals None', `Blog.objects.filter(entries=None)`, () =>
    Blog.objects.filter({ entries: null } as never),
  ),
  ask('many-to-many isnull', `Entry.objects.filter(authors__isnull=True)`, () =>
    Entry.objects.filter({ authors__isnull: true }),
  ),
  ask('many-to-many equals a key', `Entry.objects.filter(authors=1)`, () =>
    Entry.objects.filter({ authors: 1 }),
  ),
  ask(
    'many-to-many in keys gives copies',
    `Entry.objects.filter(authors__in=[1, 2]).order_by('pk')`,
    () => Entry.objects.filter({ authors__in: [1, 2] }).orderBy('pk'),
  ),
  ask(
    'a column behind a reverse relation isnull',
    `Blog.objects.filter(entries__rating__isnull=True).order_by('pk')`,
    () => Blog.objects.filter({ entries__rating__isnull: true }).orderBy('pk'),
  ),
  ask(
    'a column behind a nullable foreign key isnull',
    `Person.objects.filter(manager__salary__isnull=True)`,
    () => Person.objects.filter({ manager__salary__isnull: true }),
  ),
  ask('a nullable foreign key isnull', `Person.objects.filter(manager__isnull=True)`, () =>
    Person.objects.filter({ manager__isnull: true }),
  ),
  ask(
    'exclude over a nullable foreign key keeps rows without one',
    `Person.objects.exclude(manager__first_name='Ada')`,
    () => Person.objects.exclude({ manager__first_name: 'Ada' }),
  ),
  ask(
    'exclude over two nullable foreign keys',
    `Person.objects.exclude(manager__manager__first_name='Ada')`,
    () => Person.objects.exclude({ manager__manager__first_name: 'Ada' }),
  ),
  ask(
    'exclude None behind a nullable foreign key',
    `Person.objects.exclude(manager__salary=None)`,
    () => Person.objects.exclude({ manager__salary: null }),
  ),
  ask('a foreign key two steps up', `Person.objects.filter(manager__manager=1)`, () =>
    Person.objects.filter({ manager__manager: 1 }),
  ),
  ask('over a relation to itself and back', `Person.objects.filter(reports__salary__gt=6000)`, () =>
    Person.objects.filter({ reports__salary__gt: 6000 }),
  ),
  ask(
    'down and up the same relation',
    `Person.objects.filter(reports__manager__last_name='Turing').distinct()`,
    () => Person.objects.filter({ reports__manager__last_name: 'Turing' }).distinct(),
  ),
  ask(
    'three relations: forward, back and to many',
    `Remark.objects.filter(entry__blog__entries__authors__name='George').order_by('pk')`,
    () => Remark.objects.filter({ entry__blog__entries__authors__name: 'George' }).orderBy('pk'),
  ),
  ask(
    'through many-to-many to many-to-many',
    `Publisher.objects.filter(books__writers__age__gt=40).distinct()`,
    () => Publisher.objects.filter({ books__writers__age__gt: 40 }).distinct(),
  ),
  ask('the reverse of many-to-many', `Book.objects.filter(stores__name='Books.com')`, () =>
    Book.objects.filter({ stores__name: 'Books.com' }),
  ),
  ask(
    'forward and reverse many-to-many',
    `Writer.objects.filter(books__stores__name='Books.com').distinct()`,
    () => Writer.objects.filter({ books__stores__name: 'Books.com' }).distinct(),
  ),
  ask(
    'symmetrical many-to-many has both directions',
    `Writer.objects.filter(friends__name='Adrian Holovaty')`,
    () => Writer.objects.filter({ friends__name: 'Adrian Holovaty' }),
  ),
  ask(
    'friends of friends',
    `Writer.objects.filter(friends__friends__name='James Bennett').distinct()`,
    () => Writer.objects.filter({ friends__friends__name: 'James Bennett' }).distinct(),
  ),
  ask(
    'a through model by its own name',
    `Group.objects.filter(memberships__inviter__isnull=True)`,
    () => Group.objects.filter({ memberships__inviter__isnull: true }),
  ),
  ask(
    'members over their own through model',
    `Group.objects.filter(members__first_name='Donald')`,
    () => Group.objects.filter({ members__first_name: 'Donald' }),
  ),
  ask(
    'people by their groups',
    `Person.objects.filter(groups__name='Algorithms', memberships__date_joined__year__gt=1960).order_by('pk')`,
    () =>
      Person.objects
        .filter({ groups__name: 'Algorithms', memberships__date_joined__year__gt: 1960 })
        .orderBy('pk'),
  ),
  ask(
    'a one-to-one from the other side',
    `Entry.objects.filter(detail__details__icontains='map')`,
    () => Entry.objects.filter({ detail__details__icontains: 'map' }),
  ),
  ask('a one-to-one that is not there', `Entry.objects.filter(detail__isnull=True)`, () =>
    Entry.objects.filter({ detail__isnull: true }),
  ),
  ask(
    'exclude over a one-to-one',
    `Entry.objects.exclude(detail__details__startswith='With')`,
    () => Entry.objects.exclude({ detail__details__startswith: 'With' }),
  ),
  ask('a one-to-one forward', `EntryDetail.objects.filter(entry__blog__name='Beatles Blog')`, () =>
    EntryDetail.objects.filter({ entry__blog__name: 'Beatles Blog' }),
  ),
  ask(
    'an F over a relation in a filter',
    `Entry.objects.filter(authors__name=F('blog__name'))`,
    () => Entry.objects.filter({ authors__name: F('blog__name') }),
  ),
  ask(
    'an F over a nullable relation',
    `Person.objects.filter(salary__gte=F('manager__salary'))`,
    () => Person.objects.filter({ salary__gte: F('manager__salary') }),
  ),
  ask(
    'exclude an F over a nullable relation',
    `Person.objects.exclude(salary__lt=F('manager__salary'))`,
    () => Person.objects.exclude({ salary__lt: F('manager__salary') }),
  ),
  ask(
    'an F to many shares the join of its filter()',
    `Entry.objects.filter(remarks__stars__gt=F('remarks__author'), remarks__text__contains=' ')`,
    () =>
      Entry.objects.filter({
        remarks__stars__gt: F('remarks__author'),
        remarks__text__contains: ' ',
      }),
  ),
  ask(
    'a row as the value of a relation',
    `Entry.objects.filter(blog=Blog.objects.get(name='Cheddar Talk'))`,
    async () => Entry.objects.filter({ blog: await Blog.objects.get({ name: 'Cheddar Talk' }) }),
  ),
  ask(
    'rows as the values of in',
    `Entry.objects.filter(blog__in=list(Blog.objects.filter(name__contains='Blog')))`,
    async () =>
      Entry.objects.filter({ blog__in: await Blog.objects.filter({ name__contains: 'Blog' }) }),
  ),
  ask('a nullable foreign key in keys', `Event.objects.filter(venue__in=[1, 3])`, () =>
    Event.objects.filter({ venue__in: [1, 3] }),
  ),
  ask('exclude a nullable foreign key in keys', `Event.objects.exclude(venue__in=[1, 3])`, () =>
    Event.objects.exclude({ venue__in: [1, 3] }),
  ),
  ask(
    'exclude a relation of a nullable relation',
    `Event.objects.exclude(venue__category__name='Jazz')`,
    () => Event.objects.exclude({ venue__category__name: 'Jazz' }),
  ),
  ask(
    'categories by their grandchildren',
    `Category.objects.filter(children__children__name='Bebop')`,
    () => Category.objects.filter({ children__children__name: 'Bebop' }),
  ),
  ask(
    'chained exclude over the same relation to many',
    `Blog.objects.exclude(entries__rating=5).exclude(entries__rating=4)`,
    () => Blog.objects.exclude({ entries__rating: 5 }).exclude({ entries__rating: 4 }),
  ),
  ask(
    'exclude of one condition to many and one of the row',
    `Blog.objects.exclude(entries__rating=4, name__startswith='100')`,
    () => Blog.objects.exclude({ entries__rating: 4, name__startswith: '100' }),
  ),
  ask('exclude to many with in', `Store.objects.exclude(books__publisher__in=[1, 2])`, () =>
    Store.objects.exclude({ books__publisher__in: [1, 2] }),
  ),
  ask(
    'memberships that the inviter shares',
    `Membership.objects.filter(inviter__memberships__group=F('group')).order_by('pk')`,
    () => Membership.objects.filter({ inviter__memberships__group: F('group') }).orderBy('pk'),
  ),
];
