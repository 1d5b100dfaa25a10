import { Count, F, Q, Sum, Value } from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Category, Entry, Person, Remark, Sample, Word } from '../models.ts';
import { ask } from '../question.ts';

export const lookups = [
  ask('exact is the default lookup', `Entry.objects.filter(rating=4)`, () =>
    Entry.objects.filter({ rating: 4 }),
  ),
  ask('exact compares letter case', `Author.objects.filter(name__exact='john')`, () =>
    Author.objects.filter({ name__exact: 'john' }),
  ),
  ask('exact with None is isnull', `Author.objects.filter(email__exact=None)`, () =>
    Author.objects.filter({ email__exact: null }),
  ),
  ask('None in a keyword is isnull', `Author.objects.filter(born=None)`, () =>
    Author.objects.filter({ born: null }),
  ),
  ask('iexact ignores ASCII case', `Author.objects.filter(name__iexact='JOHN')`, () =>
    Author.objects.filter({ name__iexact: 'JOHN' }),
  ),
  ask('iexact with None is isnull', `Author.objects.filter(email__iexact=None)`, () =>
    Author.objects.filter({ email__iexact: null }),
  ),
  ask(
    'contains',
    `Entry.objects.filter(headline__contains='Lennon')`,
    () => Entry.objects.filter({ headline__contains: 'Lennon' }),
    { likePostgresql: true },
  ),
  ask('icontains', `Entry.objects.filter(headline__icontains='LENNON')`, () =>
    Entry.objects.filter({ headline__icontains: 'LENNON' }),
  ),
  ask('startswith', `Entry.objects.filter(headline__startswith='Best')`, () =>
    Entry.objects.filter({ headline__startswith: 'Best' }),
  ),
  ask('istartswith', `Entry.objects.filter(headline__istartswith='LENNON')`, () =>
    Entry.objects.filter({ headline__istartswith: 'LENNON' }),
  ),
  ask('endswith', `Entry.objects.filter(headline__endswith='2008')`, () =>
    Entry.objects.filter({ headline__endswith: '2008' }),
  ),
  ask('iendswith', `Entry.objects.filter(headline__iendswith='PAPERBACK')`, () =>
    Entry.objects.filter({ headline__iendswith: 'PAPERBACK' }),
  ),
  ask('contains the empty text', `Entry.objects.filter(body_text__contains='')`, () =>
    Entry.objects.filter({ body_text__contains: '' }),
  ),
  ask('a percent sign is no wildcard', `Word.objects.filter(text__contains='0%')`, () =>
    Word.objects.filter({ text__contains: '0%' }),
  ),
  ask('an underscore is no wildcard', `Word.objects.filter(text__startswith='snake_')`, () =>
    Word.objects.filter({ text__startswith: 'snake_' }),
  ),
  ask(
    'a backslash is no escape',
    String.raw`Word.objects.filter(text__icontains='back\\SLASH')`,
    () => Word.objects.filter({ text__icontains: 'back\\SLASH' }),
  ),
  ask('a percent sign alone', `Word.objects.filter(text__icontains='%')`, () =>
    Word.objects.filter({ text__icontains: '%' }),
  ),
  ask('iexact with wildcards', `Word.objects.filter(text__iexact='SNAKE_CASE')`, () =>
    Word.objects.filter({ text__iexact: 'SNAKE_CASE' }),
  ),
  ask('quotes in a value', `Word.objects.filter(text__contains="'s \\"q")`, () =>
    Word.objects.filter({ text__contains: '\'s "q' }),
  ),
  ask('brackets and stars are no patterns', `Word.objects.filter(text__endswith=']*')`, () =>
    Word.objects.filter({ text__endswith: ']*' }),
  ),
  ask('a text with a line break', String.raw`Word.objects.filter(text='line\nbreak')`, () =>
    Word.objects.filter({ text: 'line\nbreak' }),
  ),
  ask('the empty text is not NULL', `Sample.objects.filter(label='')`, () =>
    Sample.objects.filter({ label: '' }),
  ),
  ask(
    'icontains beyond ASCII',
    `Word.objects.filter(text__icontains='ÉCOLE')`,
    () => Word.objects.filter({ text__icontains: 'ÉCOLE' }),
    { likePostgresql: true },
  ),
  ask(
    'iexact beyond ASCII',
    `Word.objects.filter(text__iexact='ÉCOLE')`,
    () => Word.objects.filter({ text__iexact: 'ÉCOLE' }),
    { likePostgresql: true },
  ),
  ask(
    'istartswith in Cyrillic',
    `Word.objects.filter(text__istartswith='привет')`,
    () => Word.objects.filter({ text__istartswith: 'привет' }),
    { likePostgresql: true },
  ),
  ask(
    'iendswith in Greek',
    `Word.objects.filter(text__iendswith='ΩMEGA')`,
    () => Word.objects.filter({ text__iendswith: 'ΩMEGA' }),
    { likePostgresql: true },
  ),
  ask('a sharp s is no double s', `Word.objects.filter(text__iexact='strasse')`, () =>
    Word.objects.filter({ text__iexact: 'strasse' }),
  ),
  ask('characters outside the BMP', `Word.objects.filter(text__startswith='🎈')`, () =>
    Word.objects.filter({ text__startswith: '🎈' }),
  ),
  ask('regex', `Word.objects.filter(text__regex=r'^[0-9]+%? sure$')`, () =>
    Word.objects.filter({ text__regex: '^[0-9]+%? sure$' }),
  ),
  ask('regex compares letter case', `Author.objects.filter(name__regex='^j')`, () =>
    Author.objects.filter({ name__regex: '^j' }),
  ),
  ask('iregex', `Author.objects.filter(name__iregex='^J.*N$')`, () =>
    Author.objects.filter({ name__iregex: '^J.*N$' }),
  ),
  ask('regex with alternatives', `Entry.objects.filter(headline__regex='(Road|Hop)$')`, () =>
    Entry.objects.filter({ headline__regex: '(Road|Hop)$' }),
  ),
  ask('in a list', `Entry.objects.filter(rating__in=[1, 5])`, () =>
    Entry.objects.filter({ rating__in: [1, 5] }),
  ),
  ask('in the empty list', `Entry.objects.filter(rating__in=[])`, () =>
    Entry.objects.filter({ rating__in: [] }),
  ),
  ask('exclude in the empty list', `Entry.objects.exclude(rating__in=[])`, () =>
    Entry.objects.exclude({ rating__in: [] }),
  ),
  ask('in drops None from the list', `Entry.objects.filter(rating__in=[1, None])`, () =>
    Entry.objects.filter({ rating__in: [1, null] }),
  ),
  ask('in a list of only None', `Entry.objects.filter(rating__in=[None])`, () =>
    Entry.objects.filter({ rating__in: [null] }),
  ),
  ask('in with duplicates', `Entry.objects.filter(rating__in=[5, 5, 5])`, () =>
    Entry.objects.filter({ rating__in: [5, 5, 5] }),
  ),
  ask('count of an empty in', `Entry.objects.filter(pk__in=[]).count()`, () =>
    Entry.objects.filter({ pk__in: [] }).count(),
  ),
  ask(
    'aggregate over an empty in',
    `Entry.objects.filter(pk__in=[]).aggregate(n=Count('pk'), total=Sum('rating'))`,
    () => Entry.objects.filter({ pk__in: [] }).aggregate({ n: Count('pk'), total: Sum('rating') }),
  ),
  ask('an empty in or something', `Entry.objects.filter(Q(pk__in=[]) | Q(rating=3))`, () =>
    Entry.objects.filter(Q({ pk__in: [] }).or(Q({ rating: 3 }))),
  ),
  ask('not an empty in and something', `Entry.objects.filter(~Q(pk__in=[]), rating=3)`, () =>
    Entry.objects.filter(Q({ pk__in: [] }).not(), Q({ rating: 3 })),
  ),
  ask(
    'in a QuerySet',
    `Entry.objects.filter(blog__in=Blog.objects.filter(name__contains='Cheddar'))`,
    () => Entry.objects.filter({ blog__in: Blog.objects.filter({ name__contains: 'Cheddar' }) }),
  ),
  ask(
    'in a QuerySet of one column',
    `Author.objects.filter(name__in=Author.objects.filter(born__year=1940).values('name'))`,
    () =>
      Author.objects.filter({
        name__in: Author.objects.filter({ born__year: 1940 }).values('name'),
      }),
  ),
  ask(
    'in a flat list of values',
    `Entry.objects.filter(pk__in=Remark.objects.values_list('entry_id', flat=True))`,
    () => Entry.objects.filter({ pk__in: Remark.objects.valuesList('entryId', { flat: true }) }),
  ),
  ask(
    'in a sliced QuerySet',
    `Entry.objects.filter(blog__in=Blog.objects.order_by('name')[:2])`,
    () => Entry.objects.filter({ blog__in: Blog.objects.orderBy('name').slice(0, 2) }),
  ),
  ask(
    'not in a QuerySet that has NULL',
    `Entry.objects.exclude(rating__in=Entry.objects.filter(blog=1).values('rating'))`,
    () => Entry.objects.exclude({ rating__in: Entry.objects.filter({ blog: 1 }).values('rating') }),
  ),
  ask('in an empty QuerySet', `Entry.objects.filter(blog__in=Blog.objects.none())`, () =>
    Entry.objects.filter({ blog__in: Blog.objects.none() }),
  ),
  ask('exclude in an empty QuerySet', `Entry.objects.exclude(blog__in=Blog.objects.none())`, () =>
    Entry.objects.exclude({ blog__in: Blog.objects.none() }),
  ),
  ask(
    'gt and lte',
    `Entry.objects.filter(number_of_comments__gt=3, number_of_comments__lte=10)`,
    () => Entry.objects.filter({ number_of_comments__gt: 3, number_of_comments__lte: 10 }),
  ),
  ask(
    'gte and lt on dates',
    `Entry.objects.filter(pub_date__gte='2008-12-31', pub_date__lt='2020-01-01')`,
    () => Entry.objects.filter({ pub_date__gte: '2008-12-31', pub_date__lt: '2020-01-01' }),
  ),
  ask('gt on a text', `Author.objects.filter(name__gt='Paul')`, () =>
    Author.objects.filter({ name__gt: 'Paul' }),
  ),
  ask('a decimal equals one with other zeros', `Book.objects.filter(price=Decimal('30.0'))`, () =>
    Book.objects.filter({ price: '30.0' }),
  ),
  ask('a decimal range', `Book.objects.filter(price__range=('23.09', '29.69'))`, () =>
    Book.objects.filter({ price__range: ['23.09', '29.69'] }),
  ),
  ask(
    'range includes both ends',
    `Entry.objects.filter(pub_date__range=('2008-06-01', '2008-12-31'))`,
    () => Entry.objects.filter({ pub_date__range: ['2008-06-01', '2008-12-31'] }),
  ),
  ask('a range that is upside down', `Entry.objects.filter(rating__range=(5, 1))`, () =>
    Entry.objects.filter({ rating__range: [5, 1] }),
  ),
  ask('isnull', `Entry.objects.filter(rating__isnull=True)`, () =>
    Entry.objects.filter({ rating__isnull: true }),
  ),
  ask('isnull false', `Entry.objects.filter(rating__isnull=False)`, () =>
    Entry.objects.filter({ rating__isnull: false }),
  ),
  ask('exclude keeps NULL', `Entry.objects.exclude(rating=4)`, () =>
    Entry.objects.exclude({ rating: 4 }),
  ),
  ask('exclude gt keeps NULL', `Entry.objects.exclude(rating__gt=2)`, () =>
    Entry.objects.exclude({ rating__gt: 2 }),
  ),
  ask('exclude None', `Entry.objects.exclude(rating=None)`, () =>
    Entry.objects.exclude({ rating: null }),
  ),
  ask('exclude a text keeps NULL', `Author.objects.exclude(email__endswith='.org')`, () =>
    Author.objects.exclude({ email__endswith: '.org' }),
  ),
  ask('exclude in keeps NULL', `Entry.objects.exclude(rating__in=[4, 5])`, () =>
    Entry.objects.exclude({ rating__in: [4, 5] }),
  ),
  ask('exclude with two conditions', `Entry.objects.exclude(rating=4, blog=5)`, () =>
    Entry.objects.exclude({ rating: 4, blog: 5 }),
  ),
  ask(
    'exclude a condition on two columns that may be NULL',
    `Author.objects.exclude(email=None, born=None)`,
    () => Author.objects.exclude({ email: null, born: null }),
  ),
  ask('exclude and filter chained', `Entry.objects.exclude(rating__gte=4).filter(blog=3)`, () =>
    Entry.objects.exclude({ rating__gte: 4 }).filter({ blog: 3 }),
  ),
  ask('exclude of an exclude', `Entry.objects.exclude(rating=4).exclude(rating=5)`, () =>
    Entry.objects.exclude({ rating: 4 }).exclude({ rating: 5 }),
  ),
  ask('filter with nothing', `Category.objects.filter()`, () => Category.objects.filter({})),
  ask('exclude with nothing', `Category.objects.exclude()`, () => Category.objects.exclude({})),
  ask('pk is the primary key', `Entry.objects.filter(pk=3)`, () => Entry.objects.filter({ pk: 3 })),
  ask('pk in', `Entry.objects.filter(pk__in=[1, 3, 99])`, () =>
    Entry.objects.filter({ pk__in: [1, 3, 99] }),
  ),
  ask('a foreign key by its column', `Entry.objects.filter(blog_id=2)`, () =>
    Entry.objects.filter({ blogId: 2 }),
  ),
  ask('a foreign key by the related key', `Entry.objects.filter(blog__id__gt=4)`, () =>
    Entry.objects.filter({ blog__id__gt: 4 }),
  ),
  ask('a foreign key by the related pk', `Entry.objects.filter(blog__pk__in=[2, 6])`, () =>
    Entry.objects.filter({ blog__pk__in: [2, 6] }),
  ),
  ask(
    'a column against another',
    `Entry.objects.filter(number_of_comments__gt=F('number_of_pingbacks'))`,
    () => Entry.objects.filter({ number_of_comments__gt: F('number_of_pingbacks') }),
  ),
  ask(
    'exclude a column against another that may be NULL',
    `Entry.objects.exclude(number_of_comments=F('rating'))`,
    () => Entry.objects.exclude({ number_of_comments: F('rating') }),
  ),
  ask('exclude a nullable column against another', `Sample.objects.exclude(n__gt=F('x'))`, () =>
    Sample.objects.exclude({ n__gt: F('x') }),
  ),
  ask(
    'exclude a nullable column against an expression',
    `Sample.objects.exclude(n__gt=F('x') + 1)`,
    () => Sample.objects.exclude({ n__gt: F('x').add(1) }),
  ),
  ask(
    'in a list with a column',
    `Entry.objects.filter(number_of_comments__in=[F('number_of_pingbacks'), 21])`,
    () => Entry.objects.filter({ number_of_comments__in: [F('number_of_pingbacks'), 21] } as never),
  ),
  ask(
    'a range between columns',
    `Entry.objects.filter(rating__range=(F('number_of_pingbacks'), F('number_of_comments')))`,
    () =>
      Entry.objects.filter({
        rating__range: [F('number_of_pingbacks'), F('number_of_comments')],
      } as never),
  ),
  ask('contains a column', `Person.objects.filter(first_name__contains=Value('a'))`, () =>
    Person.objects.filter({ first_name__contains: Value('a') }),
  ),
  ask(
    'startswith a column of a relation',
    `Entry.objects.filter(headline__icontains=F('blog__name'))`,
    () => Entry.objects.filter({ headline__icontains: F('blog__name') }),
  ),
  ask('a boolean', `Sample.objects.filter(flag=True)`, () => Sample.objects.filter({ flag: true })),
  ask('exclude a boolean keeps NULL', `Sample.objects.exclude(flag=True)`, () =>
    Sample.objects.exclude({ flag: true }),
  ),
  ask('the largest integer', `Sample.objects.filter(big=9223372036854775807)`, () =>
    Sample.objects.filter({ big: 9223372036854775807n }),
  ),
  ask('integers above 2**53', `Sample.objects.filter(big__gt=9007199254740992)`, () =>
    Sample.objects.filter({ big__gt: 9007199254740992n }),
  ),
  ask('a UUID', `Sample.objects.filter(code='11111111-1111-4111-8111-111111111111')`, () =>
    Sample.objects.filter({ code: '11111111-1111-4111-8111-111111111111' }),
  ),
  ask(
    'a UUID without hyphens',
    `Sample.objects.filter(code='11111111111141118111111111111111')`,
    () => Sample.objects.filter({ code: '11111111111141118111111111111111' }),
  ),
  ask('a float in a list', `Book.objects.filter(rating__in=[4.5, 2.5])`, () =>
    Book.objects.filter({ rating__in: [4.5, 2.5] }),
  ),
];
