import { Count, F, Q } from '../../../../src/orm/index.ts';
import { Dog, Person } from '../models.ts';
import { ask, change } from '../question.ts';

export const jsonKeys = [
  ask(
    'a key that is JSON null against SQL NULL',
    `Dog.objects.filter(data__owner=None).order_by('pk')`,
    () => Dog.objects.filter({ data__owner: null }).orderBy('pk'),
  ),
  ask('SQL NULL of the whole', `Dog.objects.filter(data=None).order_by('pk')`, () =>
    Dog.objects.filter({ data: null }).orderBy('pk'),
  ),
  ask('SQL NULL of the whole, isnull', `Dog.objects.filter(data__isnull=True).order_by('pk')`, () =>
    Dog.objects.filter({ data__isnull: true }).orderBy('pk'),
  ),
  ask(
    "exclude() of a key's value keeps those without the key",
    `Dog.objects.exclude(data__breed='collie').order_by('pk')`,
    () => Dog.objects.exclude({ data__breed: 'collie' }).orderBy('pk'),
  ),
  ask(
    'exclude() of a key that is missing',
    `Dog.objects.exclude(data__breed__isnull=True).order_by('pk')`,
    () => Dog.objects.exclude({ data__breed__isnull: true }).orderBy('pk'),
  ),
  ask(
    'exclude() of a nested key',
    `Dog.objects.exclude(data__owner__name='Bob').order_by('pk')`,
    () => Dog.objects.exclude({ data__owner__name: 'Bob' }).orderBy('pk'),
  ),
  ask(
    'a negated key in an or',
    `Dog.objects.filter(~Q(data__breed='collie') | Q(data__vip=False)).order_by('pk')`,
    () =>
      Dog.objects
        .filter(
          Q({ data__breed: 'collie' })
            .not()
            .or(Q({ data__vip: false })),
        )
        .orderBy('pk'),
  ),
  ask('a key with a quote by has_key', `Dog.objects.filter(data__has_key='a b')`, () =>
    Dog.objects.filter({ data__has_key: 'a b' }),
  ),
  ask('a key with a percent sign by has_key', `Dog.objects.filter(data__has_key='%')`, () =>
    Dog.objects.filter({ data__has_key: '%' }),
  ),
  ask('a key beyond ASCII by has_key', `Dog.objects.filter(data__has_key='é')`, () =>
    Dog.objects.filter({ data__has_key: 'é' }),
  ),
  ask('several odd keys by has_keys', `Dog.objects.filter(data__has_keys=['a b', '%', 'é'])`, () =>
    Dog.objects.filter({ data__has_keys: ['a b', '%', 'é'] }),
  ),
  ask(
    'odd keys by has_any_keys',
    `Dog.objects.filter(data__has_any_keys=['nothing', 'é', 'weight']).order_by('pk')`,
    () => Dog.objects.filter({ data__has_any_keys: ['nothing', 'é', 'weight'] }).orderBy('pk'),
  ),
  ask('has_key of a nested document', `Dog.objects.filter(data__owner__has_key='other_pets')`, () =>
    Dog.objects.filter({ data__owner__has_key: 'other_pets' }),
  ),
  ask('has_key of a number as text', `Dog.objects.filter(data__has_key='1').order_by('pk')`, () =>
    Dog.objects.filter({ data__has_key: '1' }).orderBy('pk'),
  ),
  ask('a number of a key compared', `Dog.objects.filter(data__weight__gt=11).order_by('pk')`, () =>
    Dog.objects.filter({ data__weight__gt: 11 }).orderBy('pk'),
  ),
  ask(
    'a number of a key in a range',
    `Dog.objects.filter(data__weight__gte=12, data__weight__lt=30)`,
    () => Dog.objects.filter({ data__weight__gte: 12, data__weight__lt: 30 }),
  ),
  ask('a fraction of a key', `Dog.objects.filter(data__ratio=0.5)`, () =>
    Dog.objects.filter({ data__ratio: 0.5 }),
  ),
  ask('a boolean of a key', `Dog.objects.filter(data__vip=True)`, () =>
    Dog.objects.filter({ data__vip: true }),
  ),
  ask('a boolean of a key that is false', `Dog.objects.filter(data__vip=False)`, () =>
    Dog.objects.filter({ data__vip: false }),
  ),
  ask(
    'a key in a list of values',
    `Dog.objects.filter(data__breed__in=['collie', 'labrador']).order_by('pk')`,
    () => Dog.objects.filter({ data__breed__in: ['collie', 'labrador'] }).orderBy('pk'),
  ),
  ask('a key as text, beginning with', `Dog.objects.filter(data__breed__startswith='lab')`, () =>
    Dog.objects.filter({ data__breed__startswith: 'lab' }),
  ),
  ask(
    'a key as text, whatever the case',
    `Dog.objects.filter(data__breed__iexact='COLLIE').order_by('pk')`,
    () => Dog.objects.filter({ data__breed__iexact: 'COLLIE' }).orderBy('pk'),
  ),
  ask(
    'a key as text, containing whatever the case',
    `Dog.objects.filter(data__breed__icontains='OLL').order_by('pk')`,
    () => Dog.objects.filter({ data__breed__icontains: 'OLL' }).orderBy('pk'),
  ),
  ask(
    'a key as text, by a regex',
    `Dog.objects.filter(data__breed__regex='^c.l').order_by('pk')`,
    () => Dog.objects.filter({ data__breed__regex: '^c.l' }).orderBy('pk'),
  ),
  ask('a list of a key', `Dog.objects.filter(data__tags=['good', 'old'])`, () =>
    Dog.objects.filter({ data__tags: ['good', 'old'] }),
  ),
  ask('a place of a list of a key', `Dog.objects.filter(data__tags__0='famous')`, () =>
    Dog.objects.filter({ data__tags__0: 'famous' }),
  ),
  ask('a document of a key', `Dog.objects.filter(data__owner={'name': 'Alice'})`, () =>
    Dog.objects.filter({ data__owner: { name: 'Alice' } }),
  ),
  ask('the whole document', `Dog.objects.filter(data={'breed': 'collie', 'owner': None})`, () =>
    Dog.objects.filter({ data: { breed: 'collie', owner: null } }),
  ),
  ask('the whole as a list', `Dog.objects.filter(data=[1, 2, {'a': 'b'}])`, () =>
    Dog.objects.filter({ data: [1, 2, { a: 'b' }] }),
  ),
  ask('the whole as a number', `Dog.objects.filter(data=42)`, () =>
    Dog.objects.filter({ data: 42 }),
  ),
  ask('the whole as a text', `Dog.objects.filter(data='collie')`, () =>
    Dog.objects.filter({ data: 'collie' }),
  ),
  ask('the whole as an empty document', `Dog.objects.filter(data={})`, () =>
    Dog.objects.filter({ data: {} }),
  ),
  ask('values() of a key', `Dog.objects.order_by('pk').values_list('data__breed', flat=True)`, () =>
    Dog.objects.orderBy('pk').valuesList('data__breed', { flat: true }),
  ),
  ask(
    'values() of a nested key',
    `Dog.objects.order_by('pk').values_list('data__owner__name', flat=True)`,
    () => Dog.objects.orderBy('pk').valuesList('data__owner__name', { flat: true }),
  ),
  ask(
    'values() of a place',
    `Dog.objects.order_by('pk').values_list('data__tags__0', flat=True)`,
    () => Dog.objects.orderBy('pk').valuesList('data__tags__0', { flat: true }),
  ),
  ask(
    "values() of a number's key",
    `Dog.objects.order_by('pk').values_list('data__weight', flat=True)`,
    () => Dog.objects.orderBy('pk').valuesList('data__weight', { flat: true }),
  ),
  ask(
    'order_by() of a key',
    `Dog.objects.filter(data__weight__isnull=False).order_by('-data__weight')`,
    () => Dog.objects.filter({ data__weight__isnull: false }).orderBy('-data__weight'),
  ),
  ask(
    'a key over a relation',
    `Person.objects.filter(dogs__data__breed='collie').order_by('pk')`,
    () => Person.objects.filter({ dogs__data__breed: 'collie' }).orderBy('pk'),
  ),
  ask(
    'exclude() of a key over a relation',
    `Person.objects.exclude(dogs__data__breed='collie').order_by('pk')`,
    () => Person.objects.exclude({ dogs__data__breed: 'collie' }).orderBy('pk'),
  ),
  ask(
    'F of a key',
    `Dog.objects.annotate(w=F('data__weight')).filter(w__isnull=False).order_by('pk').values_list('w', flat=True)`,
    () =>
      Dog.objects
        .annotate({ w: F('data__weight') })
        .filter({ w__isnull: false })
        .orderBy('pk')
        .valuesList('w', { flat: true }),
  ),
  ask(
    'Count of a key by groups',
    `Dog.objects.filter(data__breed__isnull=False).values('data__breed').annotate(n=Count('pk')).order_by('data__breed').values_list('data__breed', 'n')`,
    () =>
      Dog.objects
        .filter({ data__breed__isnull: false })
        .values('data__breed')
        .annotate({ n: Count('pk') })
        .orderBy('data__breed')
        .valuesList('data__breed', 'n'),
  ),
  change(
    'update() of a document',
    `Dog.objects.filter(pk=1).update(data={'a': [1, None, {'b': 'c'}]})\nDog.objects.get(pk=1).data`,
    async () => {
      await Dog.objects.filter({ pk: 1 }).update({ data: { a: [1, null, { b: 'c' }] } });
      return (await Dog.objects.get({ pk: 1 })).data;
    },
  ),
  change(
    'update() of a document to SQL NULL',
    `Dog.objects.filter(pk=1).update(data=None)\nDog.objects.filter(data__isnull=True).order_by('pk')`,
    async () => {
      await Dog.objects.filter({ pk: 1 }).update({ data: null });
      return Dog.objects.filter({ data__isnull: true }).orderBy('pk');
    },
  ),
];
