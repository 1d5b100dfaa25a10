import { Count, F, Max, Value } from '../../../../src/orm/index.ts';
import { Author, Blog, Category, Entry, Event, Person, Remark, Venue } from '../models.ts';
import { ask } from '../question.ts';

export const ordering = [
  ask('ascending', `Entry.objects.order_by('number_of_comments', 'pk')`, () =>
    Entry.objects.orderBy('number_of_comments', 'pk'),
  ),
  ask('descending', `Entry.objects.order_by('-number_of_comments', '-pk')`, () =>
    Entry.objects.orderBy('-number_of_comments', '-pk'),
  ),
  ask('the default ordering of the model', `Author.objects.all()`, () => Author.objects.all()),
  ask('the default ordering of several columns', `Category.objects.all()`, () =>
    Category.objects.all(),
  ),
  ask('no ordering at all', `Author.objects.order_by()`, () => Author.objects.orderBy()),
  ask('the last order_by() counts', `Entry.objects.order_by('headline').order_by('-pk')`, () =>
    Entry.objects.orderBy('headline').orderBy('-pk'),
  ),
  ask(
    'reverse()',
    `Entry.objects.order_by('-rating', 'pk').filter(rating__isnull=False).reverse()`,
    () => Entry.objects.orderBy('-rating', 'pk').filter({ rating__isnull: false }).reverse(),
  ),
  ask('reverse() of the default ordering', `Author.objects.reverse()`, () =>
    Author.objects.all().reverse(),
  ),
  ask('reverse() twice', `Author.objects.reverse().reverse()`, () =>
    Author.objects.all().reverse().reverse(),
  ),
  ask('reverse() before order_by()', `Entry.objects.reverse().order_by('pk')`, () =>
    Entry.objects.all().reverse().orderBy('pk'),
  ),
  ask('NULL where the database puts it', `Entry.objects.order_by('rating', 'pk')`, () =>
    Entry.objects.orderBy('rating', 'pk'),
  ),
  ask(
    'NULL where the database puts it, descending',
    `Entry.objects.order_by('-rating', 'pk')`,
    () => Entry.objects.orderBy('-rating', 'pk'),
  ),
  ask('NULL first', `Entry.objects.order_by(F('rating').asc(nulls_first=True), 'pk')`, () =>
    Entry.objects.orderBy(F('rating').asc({ nulls: 'first' }), 'pk'),
  ),
  ask('NULL last', `Entry.objects.order_by(F('rating').asc(nulls_last=True), 'pk')`, () =>
    Entry.objects.orderBy(F('rating').asc({ nulls: 'last' }), 'pk'),
  ),
  ask(
    'descending with NULL last',
    `Entry.objects.order_by(F('rating').desc(nulls_last=True), 'pk')`,
    () => Entry.objects.orderBy(F('rating').desc({ nulls: 'last' }), 'pk'),
  ),
  ask(
    'reverse() of NULL last is NULL first',
    `Entry.objects.order_by(F('rating').desc(nulls_last=True), 'pk').reverse()`,
    () => Entry.objects.orderBy(F('rating').desc({ nulls: 'last' }), 'pk').reverse(),
  ),
  ask(
    'by an expression',
    `Entry.objects.order_by(F('number_of_comments') + F('number_of_pingbacks'), 'pk')`,
    () => Entry.objects.orderBy(F('number_of_comments').add(F('number_of_pingbacks')), 'pk'),
  ),
  ask(
    'by an expression, descending',
    `Entry.objects.order_by((F('number_of_comments') - F('number_of_pingbacks')).desc(), 'pk')`,
    () => Entry.objects.orderBy(F('number_of_comments').sub(F('number_of_pingbacks')).desc(), 'pk'),
  ),
  ask('by an annotation', `Blog.objects.annotate(n=Count('entries')).order_by('-n', 'pk')`, () =>
    Blog.objects.annotate({ n: Count('entries') }).orderBy('-n', 'pk'),
  ),
  ask('by a column of a relation', `Entry.objects.order_by('blog__name', '-pk')`, () =>
    Entry.objects.orderBy('blog__name', '-pk'),
  ),
  ask(
    'by a column of a nullable relation keeps all rows',
    `Person.objects.filter(manager__isnull=False).order_by('manager__last_name', 'pk')`,
    () => Person.objects.filter({ manager__isnull: false }).orderBy('manager__last_name', 'pk'),
  ),
  ask('by a column two relations away', `Remark.objects.order_by('entry__blog__name', 'pk')`, () =>
    Remark.objects.orderBy('entry__blog__name', 'pk'),
  ),
  ask(
    'by a relation without a default ordering orders by its key',
    `Entry.objects.order_by('-blog', 'pk')`,
    () => Entry.objects.orderBy('-blog', 'pk'),
  ),
  ask(
    'by a relation uses its default ordering',
    `Remark.objects.filter(author__isnull=False).order_by('author', 'pk')`,
    () => Remark.objects.filter({ author__isnull: false }).orderBy('author', 'pk'),
  ),
  ask(
    'descending by a relation turns its default ordering',
    `Remark.objects.filter(author__isnull=False).order_by('-author', 'pk')`,
    () => Remark.objects.filter({ author__isnull: false }).orderBy('-author', 'pk'),
  ),
  ask(
    'by the column of a relation does not',
    `Remark.objects.filter(author__isnull=False).order_by('author_id', 'pk')`,
    () => Remark.objects.filter({ author__isnull: false }).orderBy('authorId', 'pk'),
  ),
  ask(
    'by the key of a relation does not',
    `Remark.objects.filter(author__isnull=False).order_by('-author__pk', 'pk')`,
    () => Remark.objects.filter({ author__isnull: false }).orderBy('-author__pk', 'pk'),
  ),
  ask(
    'by a relation to itself with default ordering',
    `Category.objects.filter(parent__isnull=False).order_by('parent', 'pk')`,
    () => Category.objects.filter({ parent__isnull: false }).orderBy('parent', 'pk'),
  ),
  ask(
    'by a relation whose ordering is by a relation',
    `Event.objects.filter(venue__category__isnull=False).order_by('venue', 'pk')`,
    () => Event.objects.filter({ venue__category__isnull: false }).orderBy('venue', 'pk'),
  ),
  ask('a default ordering by a relation', `Venue.objects.filter(category__isnull=False)`, () =>
    Venue.objects.filter({ category__isnull: false }),
  ),
  ask(
    'by a relation to many gives copies',
    `Blog.objects.filter(pk__lte=2).order_by('entries__headline', 'pk')`,
    () => Blog.objects.filter({ pk__lte: 2 }).orderBy('entries__headline', 'pk'),
  ),
  ask(
    'by a relation to many shares the join of a filter',
    `Blog.objects.filter(entries__headline__contains='Lennon').order_by('-entries__headline', 'pk')`,
    () =>
      Blog.objects
        .filter({ entries__headline__contains: 'Lennon' })
        .orderBy('-entries__headline', 'pk'),
    { likePostgresql: true },
  ),
  ask('by a date part', `Event.objects.order_by('starts__hour', 'pk')`, () =>
    Event.objects.orderBy('starts__hour' as never, 'pk'),
  ),
  ask('by a constant', `Entry.objects.order_by(Value('a'), '-pk')`, () =>
    Entry.objects.orderBy(Value('a'), '-pk'),
  ),
  ask(
    'at random has all rows',
    `sorted(entry.pk for entry in Entry.objects.order_by('?'))`,
    async () => (await Entry.objects.orderBy('?')).map(({ pk }) => pk).sort((a, b) => a - b),
  ),
  ask(
    'a group by a relation with a default ordering',
    `Remark.objects.values('author__name').annotate(m=Max('stars')).order_by('author__name').filter(author__isnull=False)`,
    () =>
      Remark.objects
        .values('author__name')
        .annotate({ m: Max('stars') })
        .orderBy('author__name')
        .filter({ author__isnull: false }),
  ),
];
