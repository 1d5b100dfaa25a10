import {
  Cast,
  Count,
  F,
  integer,
  JSONObject,
  KT,
  Lower,
  Q,
  Value,
} from '../../../../src/orm/index.ts';
import { Dog, Person } from '../models.ts';
import { ask } from '../question.ts';

export const jsonLookups = [
  ask('a key', `Dog.objects.filter(data__breed='collie')`, () =>
    Dog.objects.filter({ data__breed: 'collie' }),
  ),
  ask('a key of a key', `Dog.objects.filter(data__owner__name='Bob')`, () =>
    Dog.objects.filter({ data__owner__name: 'Bob' }),
  ),
  ask('an index', `Dog.objects.filter(data__owner__other_pets__0__name='Fishy')`, () =>
    Dog.objects.filter({ data__owner__other_pets__0__name: 'Fishy' }),
  ),
  ask('an index of the document', `Dog.objects.filter(data__0=1)`, () =>
    Dog.objects.filter({ data__0: 1 }),
  ),
  ask('a key that is a number', `Dog.objects.filter(data__1='one')`, () =>
    Dog.objects.filter({ data__1: 'one' }),
  ),
  ask('a key is JSON null', `Dog.objects.filter(data__owner=None)`, () =>
    Dog.objects.filter({ data__owner: null }),
  ),
  ask('a key isnull means it is missing', `Dog.objects.filter(data__owner__isnull=True)`, () =>
    Dog.objects.filter({ data__owner__isnull: true }),
  ),
  ask('a key isnull false', `Dog.objects.filter(data__owner__isnull=False)`, () =>
    Dog.objects.filter({ data__owner__isnull: false }),
  ),
  ask('the document isnull', `Dog.objects.filter(data__isnull=True)`, () =>
    Dog.objects.filter({ data__isnull: true }),
  ),
  ask('exclude a key keeps documents without it', `Dog.objects.exclude(data__breed='collie')`, () =>
    Dog.objects.exclude({ data__breed: 'collie' }),
  ),
  ask('a key compared with a number', `Dog.objects.filter(data__weight__gt=12)`, () =>
    Dog.objects.filter({ data__weight__gt: 12 }),
  ),
  ask('a key compared with a fraction', `Dog.objects.filter(data__ratio=0.5)`, () =>
    Dog.objects.filter({ data__ratio: 0.5 }),
  ),
  ask('a key that is a boolean', `Dog.objects.filter(data__vip=True)`, () =>
    Dog.objects.filter({ data__vip: true }),
  ),
  ask('a key that is false', `Dog.objects.filter(data__vip=False)`, () =>
    Dog.objects.filter({ data__vip: false }),
  ),
  ask('a key that is an object', `Dog.objects.filter(data__owner={'name': 'Alice'})`, () =>
    Dog.objects.filter({ data__owner: { name: 'Alice' } }),
  ),
  ask('a key that is a list', `Dog.objects.filter(data__tags=['famous'])`, () =>
    Dog.objects.filter({ data__tags: ['famous'] }),
  ),
  ask('a key in a list', `Dog.objects.filter(data__breed__in=['collie', 'labrador'])`, () =>
    Dog.objects.filter({ data__breed__in: ['collie', 'labrador'] }),
  ),
  ask('a key with icontains', `Dog.objects.filter(data__breed__icontains='COLL')`, () =>
    Dog.objects.filter({ data__breed__icontains: 'COLL' }),
  ),
  ask('a key with iexact', `Dog.objects.filter(data__breed__iexact='COLLIE')`, () =>
    Dog.objects.filter({ data__breed__iexact: 'COLLIE' }),
  ),
  ask(
    'a key with startswith',
    `Dog.objects.filter(data__breed__startswith='Coll')`,
    () => Dog.objects.filter({ data__breed__startswith: 'Coll' }),
    { likePostgresql: true },
  ),
  ask('a key with regex', `Dog.objects.filter(data__breed__regex='^l.*r$')`, () =>
    Dog.objects.filter({ data__breed__regex: '^l.*r$' }),
  ),
  ask('the document equals an object', `Dog.objects.filter(data={})`, () =>
    Dog.objects.filter({ data: {} }),
  ),
  ask('the document equals a list', `Dog.objects.filter(data=[1, 2, {'a': 'b'}])`, () =>
    Dog.objects.filter({ data: [1, 2, { a: 'b' }] }),
  ),
  ask('the document equals a number', `Dog.objects.filter(data=42)`, () =>
    Dog.objects.filter({ data: 42 }),
  ),
  ask('the document equals a text', `Dog.objects.filter(data='collie')`, () =>
    Dog.objects.filter({ data: 'collie' }),
  ),
  ask('has_key', `Dog.objects.filter(data__has_key='owner')`, () =>
    Dog.objects.filter({ data__has_key: 'owner' }),
  ),
  ask('has_keys', `Dog.objects.filter(data__has_keys=['breed', 'weight'])`, () =>
    Dog.objects.filter({ data__has_keys: ['breed', 'weight'] }),
  ),
  ask('has_any_keys', `Dog.objects.filter(data__has_any_keys=['weight', 'owner'])`, () =>
    Dog.objects.filter({ data__has_any_keys: ['weight', 'owner'] }),
  ),
  ask(
    'has_key with odd names',
    `[Dog.objects.filter(data__has_key=key).count() for key in ('a b', 'qu"ote', '%', 'é', '1')]`,
    async () => {
      const counts: number[] = [];
      for (const key of ['a b', 'qu"ote', '%', 'é', '1']) {
        counts.push(await Dog.objects.filter({ data__has_key: key }).count());
      }
      return counts;
    },
    { likePostgresql: true },
  ),
  ask('has_key of a key', `Dog.objects.filter(data__owner__has_key='other_pets')`, () =>
    Dog.objects.filter({ data__owner__has_key: 'other_pets' }),
  ),
  ask('exclude has_key', `Dog.objects.exclude(data__has_key='breed')`, () =>
    Dog.objects.exclude({ data__has_key: 'breed' }),
  ),
  ask(
    'contains',
    `Dog.objects.filter(data__contains={'breed': 'collie'})`,
    () => Dog.objects.filter({ data__contains: { breed: 'collie' } } as never),
    { likePostgresql: true },
  ),
  ask(
    'contains in depth',
    `Dog.objects.filter(data__contains={'owner': {'name': 'Bob'}})`,
    () => Dog.objects.filter({ data__contains: { owner: { name: 'Bob' } } } as never),
    { likePostgresql: true },
  ),
  ask(
    'contained_by',
    `Dog.objects.filter(data__contained_by={'breed': 'collie', 'owner': None, 'more': 1})`,
    () => Dog.objects.filter({ data__contained_by: { breed: 'collie', owner: null, more: 1 } }),
    { likePostgresql: true },
  ),
  ask('a key over a relation', `Person.objects.filter(dogs__data__breed='collie')`, () =>
    Person.objects.filter({ dogs__data__breed: 'collie' }),
  ),
  ask(
    'exclude a key over a relation to many',
    `Person.objects.exclude(dogs__data__breed='collie')`,
    () => Person.objects.exclude({ dogs__data__breed: 'collie' }),
  ),
  ask('an or of keys', `Dog.objects.filter(Q(data__breed='collie') | Q(data__weight=12))`, () =>
    Dog.objects.filter(Q({ data__breed: 'collie' }).or(Q({ data__weight: 12 }))),
  ),
  ask(
    'ordering by a key',
    `Dog.objects.filter(data__weight__isnull=False).order_by('data__weight')`,
    () => Dog.objects.filter({ data__weight__isnull: false }).orderBy('data__weight' as never),
  ),
  ask('documents read back', `Dog.objects.order_by('pk').values_list('data', flat=True)`, () =>
    Dog.objects.orderBy('pk').valuesList('data', { flat: true }),
  ),
  ask(
    'values of a key',
    `Dog.objects.filter(data__has_key='breed').order_by('pk').values_list('data__breed', flat=True)`,
    () =>
      Dog.objects
        .filter({ data__has_key: 'breed' })
        .orderBy('pk')
        .valuesList('data__breed', { flat: true }),
  ),
  ask(
    'values of a key that is a number, a list or missing',
    `Dog.objects.filter(pk__in=[1, 4, 5]).order_by('pk').values_list('data__weight', 'data__tags', 'data__vip')`,
    () =>
      Dog.objects
        .filter({ pk__in: [1, 4, 5] })
        .orderBy('pk')
        .valuesList('data__weight', 'data__tags', 'data__vip'),
  ),
  ask(
    'an annotation of a key',
    `from django.db.models.fields.json import KT\nDog.objects.annotate(b=KT('data__breed')).filter(b='collie').order_by('pk').values_list('name', 'b')`,
    () =>
      Dog.objects
        .annotate({ b: KT('data__breed') })
        .filter({ b: 'collie' })
        .orderBy('pk')
        .valuesList('name', 'b'),
    { likePostgresql: true },
  ),
  ask(
    'a function of a key',
    `from django.db.models.fields.json import KT\nDog.objects.annotate(b=Lower(KT('data__breed'))).values('b').annotate(n=Count('pk')).order_by(F('b').asc(nulls_last=True))`,
    () =>
      Dog.objects
        .annotate({ b: Lower(KT('data__breed')) })
        .values('b')
        .annotate({ n: Count('pk') })
        .orderBy(F('b').asc({ nulls: 'last' })),
  ),
  ask(
    'a cast of a key',
    `from django.db.models.fields.json import KT\nDog.objects.filter(data__weight__isnull=False).annotate(w=Cast(KT('data__weight'), IntegerField())).order_by('-w').values_list('name', 'w')`,
    () =>
      Dog.objects
        .filter({ data__weight__isnull: false })
        .annotate({ w: Cast(KT('data__weight'), integer()) })
        .orderBy('-w')
        .valuesList('name', 'w'),
  ),
  ask(
    'JSONObject',
    `Person.objects.filter(pk__lte=2).annotate(j=JSONObject(first='first_name', n=F('salary') / 1000, kind=Value('person'))).order_by('pk').values_list('j', flat=True)`,
    () =>
      Person.objects
        .filter({ pk__lte: 2 })
        .annotate({
          j: JSONObject({ first: 'first_name', n: F('salary').div(1000), kind: Value('person') }),
        })
        .orderBy('pk')
        .valuesList('j', { flat: true }),
  ),
  ask(
    'JSONObject in JSONObject',
    `Person.objects.filter(pk=6).annotate(j=JSONObject(name='last_name', of=JSONObject(salary='salary', born='born__year'))).values_list('j', flat=True)`,
    () =>
      Person.objects
        .filter({ pk: 6 })
        .annotate({
          j: JSONObject({
            name: 'last_name',
            of: JSONObject({ salary: 'salary', born: 'born__year' }),
          }),
        })
        .valuesList('j', { flat: true }),
  ),
];
