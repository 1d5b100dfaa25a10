import { Count, F, Q } from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Category, Entry, Membership, Person } from '../models.ts';
import { ask } from '../question.ts';

export const multiValued = [
  ask(
    'exclude() over many-to-many with two conditions in one call',
    `Entry.objects.exclude(authors__name='John', authors__born__year=1942).order_by('pk')`,
    () => Entry.objects.exclude({ authors__name: 'John', authors__born__year: 1942 }).orderBy('pk'),
  ),
  ask(
    'exclude() over many-to-many, chained',
    `Entry.objects.exclude(authors__name='John').exclude(authors__name='Paul').order_by('pk')`,
    () =>
      Entry.objects
        .exclude({ authors__name: 'John' })
        .exclude({ authors__name: 'Paul' })
        .orderBy('pk'),
  ),
  ask(
    'exclude() over many-to-many of a NULL column',
    `Entry.objects.exclude(authors__email=None).order_by('pk')`,
    () => Entry.objects.exclude({ authors__email: null }).orderBy('pk'),
  ),
  ask(
    'exclude() over many-to-many of a column that is not NULL',
    `Entry.objects.exclude(authors__email__isnull=False).order_by('pk')`,
    () => Entry.objects.exclude({ authors__email__isnull: false }).orderBy('pk'),
  ),
  ask(
    'exclude() of a comparison over many-to-many',
    `Entry.objects.exclude(authors__born__gt='1941-01-01').order_by('pk')`,
    () => Entry.objects.exclude({ authors__born__gt: '1941-01-01' }).orderBy('pk'),
  ),
  ask(
    'exclude() with a column and many-to-many in one call',
    `Entry.objects.exclude(authors__name='John', rating=5).order_by('pk')`,
    () => Entry.objects.exclude({ authors__name: 'John', rating: 5 }).orderBy('pk'),
  ),
  ask(
    'exclude() over many-to-many after a filter over it',
    `Entry.objects.filter(authors__name='Paul').exclude(authors__name='George').order_by('pk')`,
    () =>
      Entry.objects
        .filter({ authors__name: 'Paul' })
        .exclude({ authors__name: 'George' })
        .orderBy('pk'),
  ),
  ask(
    'exclude() over many-to-many before a filter over it',
    `Entry.objects.exclude(authors__name='George').filter(authors__name='Paul').order_by('pk')`,
    () =>
      Entry.objects
        .exclude({ authors__name: 'George' })
        .filter({ authors__name: 'Paul' })
        .orderBy('pk'),
  ),
  ask(
    'exclude() with an annotation that counts',
    `Entry.objects.annotate(n=Count('authors')).exclude(authors__name='John').order_by('pk').values_list('pk', 'n')`,
    () =>
      Entry.objects
        .annotate({ n: Count('authors') })
        .exclude({ authors__name: 'John' })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'exclude() first and then a count',
    `Entry.objects.exclude(authors__name='John').annotate(n=Count('authors')).order_by('pk').values_list('pk', 'n')`,
    () =>
      Entry.objects
        .exclude({ authors__name: 'John' })
        .annotate({ n: Count('authors') })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'exclude() over a nullable relation and an annotation',
    `Person.objects.annotate(n=Count('reports')).exclude(manager__first_name='Ada').order_by('pk').values_list('last_name', 'n')`,
    () =>
      Person.objects
        .annotate({ n: Count('reports') })
        .exclude({ manager__first_name: 'Ada' })
        .orderBy('pk')
        .valuesList('last_name', 'n'),
  ),
  ask(
    'exclude() of an annotated column over a nullable relation',
    `Person.objects.annotate(boss=F('manager__first_name')).exclude(boss='Ada').order_by('pk').values_list('last_name', 'boss')`,
    () =>
      Person.objects
        .annotate({ boss: F('manager__first_name') })
        .exclude({ boss: 'Ada' })
        .orderBy('pk')
        .valuesList('last_name', 'boss'),
  ),
  ask(
    'exclude() of an annotation that is NULL',
    `Person.objects.annotate(boss=F('manager__first_name')).exclude(boss=None).order_by('pk').values_list('last_name', 'boss')`,
    () =>
      Person.objects
        .annotate({ boss: F('manager__first_name') })
        .exclude({ boss: null })
        .orderBy('pk')
        .valuesList('last_name', 'boss'),
  ),
  ask(
    'exclude() of an expression with a NULL in it',
    `Person.objects.annotate(more=F('salary') - F('manager__salary')).exclude(more__lt=-1000).order_by('pk').values_list('last_name', 'more')`,
    () =>
      Person.objects
        .annotate({ more: F('salary').sub(F('manager__salary')) })
        .exclude({ more__lt: -1000 })
        .orderBy('pk')
        .valuesList('last_name', 'more'),
  ),
  ask(
    'two negations of one relation',
    `Blog.objects.filter(~Q(entries__rating=5), ~Q(entries__rating=1)).order_by('pk')`,
    () =>
      Blog.objects
        .filter(Q({ entries__rating: 5 }).not(), Q({ entries__rating: 1 }).not())
        .orderBy('pk'),
  ),
  ask(
    'a negation and its relation in one call',
    `Blog.objects.filter(~Q(entries__rating=5), entries__rating=4).order_by('pk')`,
    () =>
      Blog.objects.filter(Q({ entries__rating: 5 }).not(), { entries__rating: 4 }).orderBy('pk'),
  ),
  ask(
    'a negation within an or with the same relation',
    `Blog.objects.filter(~Q(entries__rating=5) | Q(entries__rating=4)).distinct().order_by('pk')`,
    () =>
      Blog.objects
        .filter(
          Q({ entries__rating: 5 })
            .not()
            .or(Q({ entries__rating: 4 })),
        )
        .distinct()
        .orderBy('pk'),
  ),
  ask(
    'a negation of an and over two relations',
    `Entry.objects.filter(~(Q(authors__name='John') & Q(remarks__stars=5))).order_by('pk')`,
    () =>
      Entry.objects
        .filter(
          Q({ authors__name: 'John' })
            .and(Q({ remarks__stars: 5 }))
            .not(),
        )
        .orderBy('pk'),
  ),
  ask(
    'a negation of an or over two relations',
    `Entry.objects.filter(~(Q(authors__name='John') | Q(remarks__stars=5))).order_by('pk')`,
    () =>
      Entry.objects
        .filter(
          Q({ authors__name: 'John' })
            .or(Q({ remarks__stars: 5 }))
            .not(),
        )
        .orderBy('pk'),
  ),
  ask(
    'a negation within a negation over a relation',
    `Entry.objects.filter(~(Q(rating=5) & ~Q(authors__name='John'))).order_by('pk')`,
    () =>
      Entry.objects
        .filter(
          Q({ rating: 5 })
            .and(Q({ authors__name: 'John' }).not())
            .not(),
        )
        .orderBy('pk'),
  ),
  ask(
    'exclude() of a negation over a relation',
    `Entry.objects.exclude(~Q(authors__name='John')).order_by('pk')`,
    () => Entry.objects.exclude(Q({ authors__name: 'John' }).not()).orderBy('pk'),
  ),
  ask(
    'an and of F over one relation',
    `Blog.objects.filter(entries__number_of_comments__gt=F('entries__number_of_pingbacks')).order_by('pk')`,
    () =>
      Blog.objects
        .filter({ entries__number_of_comments__gt: F('entries__number_of_pingbacks') })
        .orderBy('pk'),
  ),
  ask(
    'F over one relation with another condition on it',
    `Blog.objects.filter(entries__number_of_comments__gt=F('entries__number_of_pingbacks'), entries__rating__gte=4).order_by('pk')`,
    () =>
      Blog.objects
        .filter({
          entries__number_of_comments__gt: F('entries__number_of_pingbacks'),
          entries__rating__gte: 4,
        })
        .orderBy('pk'),
  ),
  ask(
    'F over a relation in a second filter()',
    `Blog.objects.filter(entries__rating=5).filter(entries__number_of_comments__gt=F('entries__number_of_pingbacks')).order_by('pk')`,
    () =>
      Blog.objects
        .filter({ entries__rating: 5 })
        .filter({ entries__number_of_comments__gt: F('entries__number_of_pingbacks') })
        .orderBy('pk'),
  ),
  ask(
    'F over a relation with a reckoning',
    `Blog.objects.filter(entries__number_of_comments__gte=F('entries__number_of_pingbacks') * 2).order_by('pk')`,
    () =>
      Blog.objects
        .filter({ entries__number_of_comments__gte: F('entries__number_of_pingbacks').mul(2) })
        .orderBy('pk'),
  ),
  ask(
    'F of a column against many-to-many',
    `Book.objects.filter(pages__gt=F('writers__age') * 10).distinct().order_by('pk')`,
    () =>
      Book.objects
        .filter({ pages__gt: F('writers__age').mul(10) })
        .distinct()
        .orderBy('pk'),
  ),
  ask(
    'F over two relations at once',
    `Entry.objects.filter(remarks__author=F('authors')).order_by('pk')`,
    () => Entry.objects.filter({ remarks__author: F('authors') }).orderBy('pk'),
  ),
  ask(
    'F over two relations at once, distinct',
    `Entry.objects.filter(remarks__author=F('authors')).distinct().order_by('pk')`,
    () =>
      Entry.objects
        .filter({ remarks__author: F('authors') })
        .distinct()
        .orderBy('pk'),
  ),
  ask(
    "exclude() of F over the same row's two relations",
    `Membership.objects.exclude(inviter__manager=F('person__manager')).order_by('pk')`,
    () => Membership.objects.exclude({ inviter__manager: F('person__manager') }).orderBy('pk'),
  ),
  ask(
    'exclude() of F over a nullable relation',
    `Person.objects.exclude(salary=F('manager__salary')).order_by('pk')`,
    () => Person.objects.exclude({ salary: F('manager__salary') }).orderBy('pk'),
  ),
  ask(
    'a filter over three relations',
    `Blog.objects.filter(entries__authors__remarks__stars=5).order_by('pk')`,
    () => Blog.objects.filter({ entries__authors__remarks__stars: 5 }).orderBy('pk'),
  ),
  ask(
    'a filter over three relations, distinct and counted',
    `Blog.objects.filter(entries__authors__remarks__stars=5).distinct().count()`,
    () => Blog.objects.filter({ entries__authors__remarks__stars: 5 }).distinct().count(),
  ),
  ask(
    'chained filters over three relations',
    `Blog.objects.filter(entries__authors__remarks__stars=5).filter(entries__authors__remarks__stars=4).distinct().order_by('pk')`,
    () =>
      Blog.objects
        .filter({ entries__authors__remarks__stars: 5 })
        .filter({ entries__authors__remarks__stars: 4 })
        .distinct()
        .orderBy('pk'),
  ),
  ask(
    'exclude() over three relations',
    `Blog.objects.exclude(entries__authors__remarks__stars=5).order_by('pk')`,
    () => Blog.objects.exclude({ entries__authors__remarks__stars: 5 }).orderBy('pk'),
  ),
  ask(
    'exclude() back and forth to the model itself',
    `Entry.objects.exclude(blog__entries__rating=5).order_by('pk')`,
    () => Entry.objects.exclude({ blog__entries__rating: 5 }).orderBy('pk'),
  ),
  ask(
    'filter() back and forth to the model itself',
    `Entry.objects.filter(blog__entries__rating=1).order_by('pk')`,
    () => Entry.objects.filter({ blog__entries__rating: 1 }).orderBy('pk'),
  ),
  ask(
    'a relation to itself, twice',
    `Category.objects.filter(parent__parent__isnull=False).order_by('pk')`,
    () => Category.objects.filter({ parent__parent__isnull: false }).orderBy('pk'),
  ),
  ask(
    'exclude() of a relation to itself, twice',
    `Category.objects.exclude(parent__parent__name='Music').order_by('pk')`,
    () => Category.objects.exclude({ parent__parent__name: 'Music' }).orderBy('pk'),
  ),
  ask(
    'children that have no children',
    `Category.objects.filter(children=None, parent__isnull=False).order_by('pk')`,
    () => Category.objects.filter({ children: null, parent__isnull: false }).orderBy('pk'),
  ),
  ask(
    'exclude() children of children',
    `Category.objects.exclude(children__children__isnull=False).order_by('pk')`,
    () => Category.objects.exclude({ children__children__isnull: false }).orderBy('pk'),
  ),
  ask(
    'in with rows over many-to-many',
    `Entry.objects.filter(authors__in=Author.objects.filter(born__year=1940)).distinct().order_by('pk')`,
    () =>
      Entry.objects
        .filter({ authors__in: Author.objects.filter({ born__year: 1940 }) })
        .distinct()
        .orderBy('pk'),
  ),
  ask(
    'exclude() in with rows over many-to-many',
    `Entry.objects.exclude(authors__in=Author.objects.filter(born__year=1940)).order_by('pk')`,
    () =>
      Entry.objects
        .exclude({ authors__in: Author.objects.filter({ born__year: 1940 }) })
        .orderBy('pk'),
  ),
  ask(
    'in over many-to-many and a second condition',
    `Entry.objects.filter(authors__in=[1, 3], authors__email__isnull=True).order_by('pk')`,
    () => Entry.objects.filter({ authors__in: [1, 3], authors__email__isnull: true }).orderBy('pk'),
  ),
  ask(
    'an empty in beside a relation',
    `Entry.objects.filter(Q(authors__in=[]) | Q(authors__name='Ringo')).order_by('pk')`,
    () =>
      Entry.objects.filter(Q({ authors__in: [] }).or(Q({ authors__name: 'Ringo' }))).orderBy('pk'),
  ),
];
