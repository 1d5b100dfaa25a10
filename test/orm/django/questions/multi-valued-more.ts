import { Count, Q } from '../../../../src/orm/index.ts';
import { Blog, Entry, Group, Writer } from '../models.ts';
import { ask } from '../question.ts';

export const multiValuedMore = [
  ask(
    'a negated empty in beside a relation',
    `Entry.objects.filter(~Q(authors__in=[]), authors__name='Ringo').order_by('pk')`,
    () =>
      Entry.objects.filter(Q({ authors__in: [] }).not(), { authors__name: 'Ringo' }).orderBy('pk'),
  ),
  ask(
    'exclude() of an empty in over a relation and a column',
    `Entry.objects.exclude(authors__in=[], rating=5).order_by('pk')`,
    () => Entry.objects.exclude({ authors__in: [], rating: 5 }).orderBy('pk'),
  ),
  ask(
    'isnull of many-to-many within an or',
    `Entry.objects.filter(Q(authors__isnull=True) | Q(authors__name='Ringo')).order_by('pk')`,
    () =>
      Entry.objects
        .filter(Q({ authors__isnull: true }).or(Q({ authors__name: 'Ringo' })))
        .orderBy('pk'),
  ),
  ask(
    'isnull of a column of many-to-many',
    `Entry.objects.filter(authors__born__isnull=True).order_by('pk')`,
    () => Entry.objects.filter({ authors__born__isnull: true }).orderBy('pk'),
  ),
  ask(
    'isnull of a column of many-to-many, distinct',
    `Entry.objects.filter(authors__born__isnull=True).distinct().order_by('pk')`,
    () => Entry.objects.filter({ authors__born__isnull: true }).distinct().orderBy('pk'),
  ),
  ask(
    'exclude() isnull of a column of many-to-many',
    `Entry.objects.exclude(authors__born__isnull=True).order_by('pk')`,
    () => Entry.objects.exclude({ authors__born__isnull: true }).orderBy('pk'),
  ),
  ask('isnull over a through model', `Group.objects.filter(memberships__isnull=True)`, () =>
    Group.objects.filter({ memberships__isnull: true }),
  ),
  ask(
    'members through the through model with both its ends',
    `Group.objects.filter(memberships__person__first_name='Donald', memberships__inviter__last_name='Hopper')`,
    () =>
      Group.objects.filter({
        memberships__person__first_name: 'Donald',
        memberships__inviter__last_name: 'Hopper',
      }),
  ),
  ask(
    'members through the through model, chained',
    `Group.objects.filter(memberships__person__first_name='Donald').filter(memberships__inviter__first_name='Ada').order_by('pk')`,
    () =>
      Group.objects
        .filter({ memberships__person__first_name: 'Donald' })
        .filter({ memberships__inviter__first_name: 'Ada' })
        .orderBy('pk'),
  ),
  ask(
    'exclude() over a through model',
    `Group.objects.exclude(memberships__inviter__first_name='Ada').order_by('pk')`,
    () => Group.objects.exclude({ memberships__inviter__first_name: 'Ada' }).orderBy('pk'),
  ),
  ask(
    'exclude() over a through model that may be empty',
    `Group.objects.exclude(memberships__inviter=None).order_by('pk')`,
    () => Group.objects.exclude({ memberships__inviter: null }).orderBy('pk'),
  ),
  ask(
    'exclude() over a symmetrical relation',
    `Writer.objects.exclude(friends__age__gt=40).order_by('pk')`,
    () => Writer.objects.exclude({ friends__age__gt: 40 }).orderBy('pk'),
  ),
  ask(
    'a symmetrical relation twice',
    `Writer.objects.filter(friends__friends__age__lt=30).distinct().order_by('pk')`,
    () => Writer.objects.filter({ friends__friends__age__lt: 30 }).distinct().orderBy('pk'),
  ),
  ask(
    'exclude() over a one-to-one from behind',
    `Entry.objects.exclude(detail__details__contains='map').order_by('pk')`,
    () => Entry.objects.exclude({ detail__details__contains: 'map' }).orderBy('pk'),
  ),
  ask(
    'exclude() over a one-to-one that is not there',
    `Entry.objects.exclude(detail=None).order_by('pk')`,
    () => Entry.objects.exclude({ detail: null }).orderBy('pk'),
  ),
  ask(
    'a one-to-one within an or with isnull',
    `Entry.objects.filter(Q(detail__isnull=True) | Q(detail__details__startswith='With')).order_by('pk')`,
    () =>
      Entry.objects
        .filter(Q({ detail__isnull: true }).or(Q({ detail__details__startswith: 'With' })))
        .orderBy('pk'),
  ),
  ask(
    'conditions of one-to-one and many-to-many',
    `Entry.objects.filter(detail__isnull=False, authors__name='Paul').order_by('pk')`,
    () => Entry.objects.filter({ detail__isnull: false, authors__name: 'Paul' }).orderBy('pk'),
  ),
  ask(
    'xor over many-to-many',
    `Entry.objects.filter(Q(authors__name='John') ^ Q(rating=5)).order_by('pk')`,
    () => Entry.objects.filter(Q({ authors__name: 'John' }).xor(Q({ rating: 5 }))).orderBy('pk'),
  ),
  ask(
    'filter() chained on an annotation and its relation',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gt=1, entries__rating=4).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gt: 1, entries__rating: 4 })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'filter() chained after an annotation, with the relation again',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gt=1).filter(entries__rating=4).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gt: 1 })
        .filter({ entries__rating: 4 })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'filter() before and after an annotation',
    `Blog.objects.filter(entries__rating__gte=4).annotate(n=Count('entries')).filter(entries__number_of_comments__gt=2).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .filter({ entries__rating__gte: 4 })
        .annotate({ n: Count('entries') })
        .filter({ entries__number_of_comments__gt: 2 })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'exclude() after an annotation over its relation',
    `Blog.objects.annotate(n=Count('entries')).exclude(entries__rating=1).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .exclude({ entries__rating: 1 })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'exclude() of an annotation and a relation in one call',
    `Blog.objects.annotate(n=Count('entries')).exclude(n=3, entries__rating=5).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .exclude({ n: 3, entries__rating: 5 })
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'an or of an annotation and a negated relation',
    `Blog.objects.annotate(n=Count('entries')).filter(Q(n=0) | ~Q(entries__rating=5)).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter(Q({ n: 0 }).or(Q({ entries__rating: 5 }).not()))
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'an or of an annotation and a relation',
    `Blog.objects.annotate(n=Count('entries')).filter(Q(n=0) | Q(entries__rating=5)).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter(Q({ n: 0 }).or(Q({ entries__rating: 5 })))
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'not an or of an annotation and a relation',
    `Blog.objects.annotate(n=Count('entries')).exclude(Q(n=0) | Q(entries__rating=5)).order_by('pk').values_list('pk', 'n')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .exclude(Q({ n: 0 }).or(Q({ entries__rating: 5 })))
        .orderBy('pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'count() of what a relation excludes',
    `Entry.objects.exclude(authors__name='John').count()`,
    () => Entry.objects.exclude({ authors__name: 'John' }).count(),
  ),
];
