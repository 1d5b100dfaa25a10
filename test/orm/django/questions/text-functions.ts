import {
  Chr,
  Coalesce,
  Concat,
  F,
  Func,
  Greatest,
  Least,
  Left,
  Length,
  Lower,
  LPad,
  LTrim,
  MD5,
  NullIf,
  Ord,
  Repeat,
  Replace,
  Reverse,
  Right,
  RPad,
  RTrim,
  SHA1,
  SHA256,
  StrIndex,
  Substr,
  Trim,
  text,
  Upper,
  Value,
} from '../../../../src/orm/index.ts';
import { Author, Blog, Entry, Person, Sample, Word } from '../models.ts';
import { ask } from '../question.ts';

/** All words with one expression as `x`. */
const words = (x: unknown) =>
  Word.objects
    .annotate({ x } as { x: ReturnType<typeof Lower> })
    .orderBy('pk')
    .valuesList('x', { flat: true });

const wordsInDjango = (x: string) =>
  `Word.objects.annotate(x=${x}).order_by('pk').values_list('x', flat=True)`;

export const textFunctions = [
  ask(
    'Lower',
    `Author.objects.annotate(x=Lower('name')).order_by('pk').values_list('x', flat=True)`,
    () =>
      Author.objects
        .annotate({ x: Lower('name') })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask('Upper beyond ASCII', wordsInDjango(`Upper('text')`), () => words(Upper('text')), {
    likePostgresql: true,
  }),
  ask('Length counts characters', wordsInDjango(`Length('text')`), () => words(Length('text'))),
  ask('Left', wordsInDjango(`Left('text', 3)`), () => words(Left('text', 3))),
  ask('Right', wordsInDjango(`Right('text', 3)`), () => words(Right('text', 3))),
  ask('Substr', wordsInDjango(`Substr('text', 2, 3)`), () => words(Substr('text', 2, 3))),
  ask('Substr to the end', wordsInDjango(`Substr('text', 3)`), () => words(Substr('text', 3))),
  ask('Replace', wordsInDjango(`Replace('text', Value('s'), Value('<s>'))`), () =>
    words(Replace('text', Value('s'), Value('<s>'))),
  ),
  ask('Replace by nothing', wordsInDjango(`Replace('text', Value(' '))`), () =>
    words(Replace('text', Value(' '))),
  ),
  ask('Reverse', wordsInDjango(`Reverse('text')`), () => words(Reverse('text'))),
  ask('Repeat', wordsInDjango(`Repeat(Left('text', 2), 3)`), () =>
    words(Repeat(Left('text', 2), 3)),
  ),
  ask('Repeat no times', wordsInDjango(`Repeat('text', 0)`), () => words(Repeat('text', 0))),
  ask('LPad', wordsInDjango(`LPad('text', 8, Value('-='))`), () =>
    words(LPad('text', 8, Value('-='))),
  ),
  ask('RPad', wordsInDjango(`RPad('text', 8, Value('-='))`), () =>
    words(RPad('text', 8, Value('-='))),
  ),
  ask(
    'LPad with a space',
    `Author.objects.annotate(x=LPad('name', 6)).order_by('pk').values_list('x', flat=True)`,
    () =>
      Author.objects
        .annotate({ x: LPad('name', 6) })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask('StrIndex counts from 1', wordsInDjango(`StrIndex('text', Value('s'))`), () =>
    words(StrIndex('text', Value('s'))),
  ),
  ask(
    'Trim, LTrim and RTrim',
    `Sample.objects.filter(label__contains='padded').annotate(a=Trim('label'), b=LTrim('label'), c=RTrim('label')).values_list('a', 'b', 'c')`,
    () =>
      Sample.objects
        .filter({ label__contains: 'padded' })
        .annotate({ a: Trim('label'), b: LTrim('label'), c: RTrim('label') })
        .valuesList('a', 'b', 'c'),
  ),
  ask(
    'Chr and Ord',
    `Author.objects.annotate(o=Ord('name')).annotate(c=Chr('o')).order_by('pk').values_list('o', 'c')`,
    () =>
      Author.objects
        .annotate({ o: Ord('name') })
        .annotate({ c: Chr('o') })
        .orderBy('pk')
        .valuesList('o', 'c'),
  ),
  ask(
    'Ord beyond ASCII',
    `Word.objects.exclude(text='').annotate(x=Ord('text')).order_by('pk').values_list('x', flat=True)`,
    () =>
      Word.objects
        .exclude({ text: '' })
        .annotate({ x: Ord('text') })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask('MD5', wordsInDjango(`MD5('text')`), () => words(MD5('text'))),
  ask('SHA1', wordsInDjango(`SHA1('text')`), () => words(SHA1('text'))),
  ask('SHA256', wordsInDjango(`SHA256('text')`), () => words(SHA256('text'))),
  ask(
    'Concat',
    `Person.objects.annotate(x=Concat('first_name', Value(' '), 'last_name')).order_by('pk').values_list('x', flat=True)`,
    () =>
      Person.objects
        .annotate({ x: Concat('first_name', Value(' '), 'last_name') })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Concat takes NULL as the empty text',
    `Author.objects.annotate(x=Concat('name', Value(' <'), 'email', Value('>'))).order_by('pk').values_list('x', flat=True)`,
    () =>
      Author.objects
        .annotate({ x: Concat('name', Value(' <'), 'email', Value('>')) })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'a filter on Concat',
    `Person.objects.annotate(x=Concat('first_name', Value(' '), 'last_name')).filter(x__icontains='n t')`,
    () =>
      Person.objects
        .annotate({ x: Concat('first_name', Value(' '), 'last_name') })
        .filter({ x__icontains: 'n t' }),
  ),
  ask(
    'functions of NULL',
    `Sample.objects.annotate(a=Lower('label'), b=Length('label'), c=Substr('label', 1, 2)).order_by('pk').values_list('a', 'b', 'c')`,
    () =>
      Sample.objects
        .annotate({ a: Lower('label'), b: Length('label'), c: Substr('label', 1, 2) })
        .orderBy('pk')
        .valuesList('a', 'b', 'c'),
  ),
  ask(
    'Coalesce',
    `Author.objects.annotate(x=Coalesce('email', 'name', Value('none'))).order_by('pk').values_list('x', flat=True)`,
    () =>
      Author.objects
        .annotate({ x: Coalesce('email', 'name', Value('none')) })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'NullIf',
    `Sample.objects.annotate(q=NullIf('label', Value(''))).order_by('pk').values_list('q', flat=True)`,
    () =>
      Sample.objects
        .annotate({ q: NullIf('label', Value('')) })
        .orderBy('pk')
        .valuesList('q', { flat: true }),
  ),
  ask(
    'Greatest and Least',
    `Entry.objects.annotate(g=Greatest('number_of_comments', 'number_of_pingbacks'), l=Least('number_of_comments', 'number_of_pingbacks')).order_by('pk').values_list('g', 'l')`,
    () =>
      Entry.objects
        .annotate({
          g: Greatest('number_of_comments', 'number_of_pingbacks'),
          l: Least('number_of_comments', 'number_of_pingbacks'),
        })
        .orderBy('pk')
        .valuesList('g', 'l'),
  ),
  ask(
    'Greatest with NULL',
    `Entry.objects.annotate(g=Greatest('number_of_comments', 'rating'), l=Least('number_of_comments', 'rating')).order_by('pk').values_list('g', 'l')`,
    () =>
      Entry.objects
        .annotate({
          g: Greatest('number_of_comments', 'rating'),
          l: Least('number_of_comments', 'rating'),
        })
        .orderBy('pk')
        .valuesList('g', 'l'),
  ),
  ask(
    'Greatest of dates',
    `Entry.objects.filter(pub_date__isnull=False).annotate(g=Greatest('pub_date', 'mod_date')).order_by('pk').values_list('g', flat=True)`,
    () =>
      Entry.objects
        .filter({ pub_date__isnull: false })
        .annotate({ g: Greatest('pub_date', 'mod_date') })
        .orderBy('pk')
        .valuesList('g', { flat: true }),
  ),
  ask('ordering by Lower', `Author.objects.order_by(Lower('name'), 'pk')`, () =>
    Author.objects.orderBy(Lower('name'), 'pk'),
  ),
  ask('ordering by Lower descending', `Author.objects.order_by(Lower('name').desc(), 'pk')`, () =>
    Author.objects.orderBy(Lower('name').desc(), 'pk'),
  ),
  ask(
    'ordering by Coalesce',
    `Entry.objects.order_by(Coalesce('pub_date', 'mod_date').desc(), 'pk')`,
    () => Entry.objects.orderBy(Coalesce('pub_date', 'mod_date').desc(), 'pk'),
  ),
  ask(
    'a function inside a function',
    `Blog.objects.annotate(x=Upper(Left('name', Length('name') - 5))).order_by('pk').values_list('x', flat=True)`,
    () =>
      Blog.objects
        .annotate({ x: Upper(Left('name', Length('name').sub(5))) })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'a Func by name',
    `Author.objects.annotate(x=Func(F('name'), function='LOWER', output_field=TextField())).order_by('pk').values_list('x', flat=True)`,
    () =>
      Author.objects
        .annotate({ x: Func([F('name')], { function: 'LOWER', output: text() }) })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask('a filter with a function on the right', `Author.objects.filter(name=Lower('name'))`, () =>
    Author.objects.filter({ name: Lower('name') }),
  ),
];
