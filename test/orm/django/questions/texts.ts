import {
  Case,
  Cast,
  Coalesce,
  Concat,
  char,
  Exists,
  Greatest,
  Left,
  Length,
  LPad,
  LTrim,
  NullIf,
  OuterRef,
  Q,
  Repeat,
  Replace,
  Reverse,
  Right,
  RPad,
  RTrim,
  StrIndex,
  Substr,
  Trim,
  Upper,
  Value,
  When,
} from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Entry, Publisher, Remark, Sample, Word } from '../models.ts';
import { ask } from '../question.ts';

export const texts = [
  ask('iexact of None', `Author.objects.filter(email__iexact=None).order_by('pk')`, () =>
    Author.objects.filter({ email__iexact: null }).orderBy('pk'),
  ),
  ask(
    'exclude() of iexact of None',
    `Author.objects.exclude(email__iexact=None).order_by('pk')`,
    () => Author.objects.exclude({ email__iexact: null }).orderBy('pk'),
  ),
  ask('exact of an empty text', `Blog.objects.filter(tagline__exact='')`, () =>
    Blog.objects.filter({ tagline__exact: '' }),
  ),
  ask('contains of letters beyond ASCII', `Blog.objects.filter(name__contains='Émile')`, () =>
    Blog.objects.filter({ name__contains: 'Émile' }),
  ),
  ask('startswith of letters beyond ASCII', `Entry.objects.filter(headline__startswith='éc')`, () =>
    Entry.objects.filter({ headline__startswith: 'éc' }),
  ),
  ask(
    'regex of letters beyond ASCII',
    `Word.objects.filter(text__regex='^[Éé]cole').order_by('pk')`,
    () => Word.objects.filter({ text__regex: '^[Éé]cole' }).orderBy('pk'),
  ),
  ask('regex with classes', `Word.objects.filter(text__regex=r'^\\d+%').order_by('pk')`, () =>
    Word.objects.filter({ text__regex: '^\\d+%' }).orderBy('pk'),
  ),
  ask('regex with a bound count', `Word.objects.filter(text__regex='s{2}').order_by('pk')`, () =>
    Word.objects.filter({ text__regex: 's{2}' }).orderBy('pk'),
  ),
  ask('iregex with an or', `Word.objects.filter(text__iregex='^(SNAKE|back)').order_by('pk')`, () =>
    Word.objects.filter({ text__iregex: '^(SNAKE|back)' }).orderBy('pk'),
  ),
  ask(
    'regex of a quoted bracket',
    `Word.objects.filter(text__regex=r'^\\[a-z\\]\\*$').order_by('pk')`,
    () => Word.objects.filter({ text__regex: '^\\[a-z\\]\\*$' }).orderBy('pk'),
  ),
  ask(
    'exclude() of a regex with NULL',
    `Author.objects.exclude(email__regex='org$').order_by('pk')`,
    () => Author.objects.exclude({ email__regex: 'org$' }).orderBy('pk'),
  ),
  ask(
    'Concat with a NULL',
    `Author.objects.order_by('pk').annotate(x=Concat('name', Value(' <'), 'email', Value('>'))).values_list('x', flat=True)`,
    () =>
      Author.objects
        .orderBy('pk')
        .annotate({ x: Concat('name', Value(' <'), 'email', Value('>')) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Concat of a number and a text',
    `Book.objects.order_by('pk').annotate(x=Concat(Cast('pages', CharField(max_length=9)), Value(' pages'))).values_list('x', flat=True)`,
    () =>
      Book.objects
        .orderBy('pk')
        .annotate({ x: Concat(Cast('pages', char({ maxLength: 9 })), Value(' pages')) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Upper of NULL',
    `Author.objects.order_by('pk').annotate(x=Upper('email')).values_list('x', flat=True)`,
    () =>
      Author.objects
        .orderBy('pk')
        .annotate({ x: Upper('email') })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Length of NULL',
    `Author.objects.order_by('pk').annotate(x=Length('email')).values_list('x', flat=True)`,
    () =>
      Author.objects
        .orderBy('pk')
        .annotate({ x: Length('email') })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Length of letters beyond ASCII',
    `Word.objects.order_by('pk').annotate(x=Length('text')).values_list('x', flat=True)`,
    () =>
      Word.objects
        .orderBy('pk')
        .annotate({ x: Length('text') })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Reverse of letters beyond ASCII',
    `Word.objects.filter(text__contains='к').order_by('pk').annotate(x=Reverse('text')).values_list('x', flat=True)`,
    () =>
      Word.objects
        .filter({ text__contains: 'к' })
        .orderBy('pk')
        .annotate({ x: Reverse('text') })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Left and Right',
    `Blog.objects.order_by('pk').annotate(x=Left('name', 3), y=Right('name', 4)).values_list('x', 'y')`,
    () =>
      Blog.objects
        .orderBy('pk')
        .annotate({ x: Left('name', 3), y: Right('name', 4) })
        .valuesList('x', 'y'),
  ),
  ask(
    'Substr from the end of a text',
    `Blog.objects.order_by('pk').annotate(x=Substr('name', 8, 3)).values_list('x', flat=True)`,
    () =>
      Blog.objects
        .orderBy('pk')
        .annotate({ x: Substr('name', 8, 3) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Substr of NULL',
    `Author.objects.order_by('pk').annotate(x=Substr('email', 1, 4)).values_list('x', flat=True)`,
    () =>
      Author.objects
        .orderBy('pk')
        .annotate({ x: Substr('email', 1, 4) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Replace of a part that is not there',
    `Blog.objects.order_by('pk').annotate(x=Replace('name', Value('zzz'), Value('y'))).values_list('x', flat=True)`,
    () =>
      Blog.objects
        .orderBy('pk')
        .annotate({ x: Replace('name', Value('zzz'), Value('y')) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'StrIndex of a part that is not there',
    `Blog.objects.order_by('pk').annotate(x=StrIndex('name', Value('Blog'))).values_list('x', flat=True)`,
    () =>
      Blog.objects
        .orderBy('pk')
        .annotate({ x: StrIndex('name', Value('Blog')) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'StrIndex of NULL',
    `Author.objects.order_by('pk').annotate(x=StrIndex('email', Value('@'))).values_list('x', flat=True)`,
    () =>
      Author.objects
        .orderBy('pk')
        .annotate({ x: StrIndex('email', Value('@')) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'LPad and RPad of short and long texts',
    `Sample.objects.filter(label__isnull=False).order_by('pk').annotate(u=LPad('label', 6, Value('*')), y=RPad('label', 3, Value('-'))).values_list('u', 'y')`,
    () =>
      Sample.objects
        .filter({ label__isnull: false })
        .orderBy('pk')
        .annotate({ u: LPad('label', 6, Value('*')), y: RPad('label', 3, Value('-')) })
        .valuesList('u', 'y'),
  ),
  ask(
    'Trim, LTrim and RTrim',
    `Sample.objects.filter(pk=8).annotate(u=Trim('label'), y=LTrim('label'), z=RTrim('label')).values_list('u', 'y', 'z')`,
    () =>
      Sample.objects
        .filter({ pk: 8 })
        .annotate({ u: Trim('label'), y: LTrim('label'), z: RTrim('label') })
        .valuesList('u', 'y', 'z'),
  ),
  ask(
    'Repeat of NULL and of none',
    `Sample.objects.order_by('pk').annotate(u=Repeat('label', 2)).values_list('u', flat=True)`,
    () =>
      Sample.objects
        .orderBy('pk')
        .annotate({ u: Repeat('label', 2) })
        .valuesList('u', { flat: true }),
  ),
  ask(
    'Coalesce of texts',
    `Author.objects.order_by('pk').annotate(x=Coalesce('email', Concat('name', Value('?')))).values_list('x', flat=True)`,
    () =>
      Author.objects
        .orderBy('pk')
        .annotate({ x: Coalesce('email', Concat('name', Value('?'))) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'NullIf of texts',
    `Sample.objects.order_by('pk').annotate(u=NullIf('label', Value(''))).values_list('u', flat=True)`,
    () =>
      Sample.objects
        .orderBy('pk')
        .annotate({ u: NullIf('label', Value('')) })
        .valuesList('u', { flat: true }),
  ),
  ask(
    'Greatest of texts',
    `Blog.objects.order_by('pk').annotate(x=Greatest('name', Value('D'))).values_list('x', flat=True)`,
    () =>
      Blog.objects
        .orderBy('pk')
        .annotate({ x: Greatest('name', Value('D')) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'a filter on a function of a text',
    `Blog.objects.annotate(l=Length('name')).filter(l__gt=12).order_by('pk').values_list('l', flat=True)`,
    () =>
      Blog.objects
        .annotate({ l: Length('name') })
        .filter({ l__gt: 12 })
        .orderBy('pk')
        .valuesList('l', { flat: true }),
  ),
  ask(
    'a filter on Upper',
    `Blog.objects.annotate(u=Upper('name')).filter(u__contains='BLOG').order_by('pk')`,
    () =>
      Blog.objects
        .annotate({ u: Upper('name') })
        .filter({ u__contains: 'BLOG' })
        .orderBy('pk'),
  ),
  ask(
    'a text compared by gt',
    `Word.objects.filter(text__gt='s', text__lt='t').order_by('pk')`,
    () => Word.objects.filter({ text__gt: 's', text__lt: 't' }).orderBy('pk'),
  ),
  ask('a text in a range', `Author.objects.filter(name__range=('A', 'K')).order_by('pk')`, () =>
    Author.objects.filter({ name__range: ['A', 'K'] }).orderBy('pk'),
  ),
  ask(
    'a text in a list with a quote',
    `Publisher.objects.filter(name__in=["Jonno's House of Books", 'Sams']).order_by('pk')`,
    () => Publisher.objects.filter({ name__in: ["Jonno's House of Books", 'Sams'] }).orderBy('pk'),
  ),
  ask(
    'Case of texts with NULL',
    `Author.objects.order_by('pk').annotate(x=Case(When(email=None, then=Value('none')), When(email__endswith='.org', then=Value('org')), default='email')).values_list('x', flat=True)`,
    () =>
      Author.objects
        .orderBy('pk')
        .annotate({
          x: Case(
            When({ email: null }, Value('none')),
            When({ email__endswith: '.org' }, Value('org')),
            { default: 'email' },
          ),
        })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Case without a default',
    `Author.objects.order_by('pk').annotate(x=Case(When(email__endswith='.org', then=Value('org')))).values_list('x', flat=True)`,
    () =>
      Author.objects
        .orderBy('pk')
        .annotate({ x: Case(When({ email__endswith: '.org' }, Value('org'))) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Case over a relation',
    `Entry.objects.filter(pk__lte=4).order_by('pk').annotate(x=Case(When(blog__name__contains='Beatles', then=Value('b')), default=Value('x'))).values_list('x', flat=True)`,
    () =>
      Entry.objects
        .filter({ pk__lte: 4 })
        .orderBy('pk')
        .annotate({
          x: Case(When({ blog__name__contains: 'Beatles' }, Value('b')), { default: Value('x') }),
        })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Case with Q and an or',
    `Entry.objects.order_by('pk').annotate(x=Case(When(Q(rating=5) | Q(rating=None), then=1), default=0)).values_list('x', flat=True)`,
    () =>
      Entry.objects
        .orderBy('pk')
        .annotate({ x: Case(When(Q({ rating: 5 }).or(Q({ rating: null })), 1), { default: 0 }) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Case with a negation',
    `Entry.objects.order_by('pk').annotate(x=Case(When(~Q(rating=5), then=1), default=0)).values_list('x', flat=True)`,
    () =>
      Entry.objects
        .orderBy('pk')
        .annotate({ x: Case(When(Q({ rating: 5 }).not(), 1), { default: 0 }) })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Case with Exists',
    `Entry.objects.order_by('pk').annotate(x=Case(When(Exists(Remark.objects.filter(entry=OuterRef('pk'))), then=1), default=0)).values_list('x', flat=True)`,
    () =>
      Entry.objects
        .orderBy('pk')
        .annotate({
          x: Case(When(Exists(Remark.objects.filter({ entry: OuterRef('pk') })), 1), {
            default: 0,
          }),
        })
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Case that is filtered by',
    `Entry.objects.annotate(x=Case(When(rating__gte=4, then=Value('good')), default=Value('bad'))).filter(x='good').order_by('pk')`,
    () =>
      Entry.objects
        .annotate({ x: Case(When({ rating__gte: 4 }, Value('good')), { default: Value('bad') }) })
        .filter({ x: 'good' })
        .orderBy('pk'),
  ),
];
