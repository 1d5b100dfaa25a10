import {
  Case,
  Coalesce,
  Concat,
  Count,
  F,
  Lower,
  OuterRef,
  Q,
  Subquery,
  Value,
  When,
} from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Entry, Event, Sample } from '../models.ts';
import { change } from '../question.ts';

const comments = () => Entry.objects.orderBy('pk').valuesList('number_of_comments', { flat: true });
const commentsInDjango = `list(Entry.objects.order_by('pk').values_list('number_of_comments', flat=True))`;

export const updates = [
  change(
    'update() returns how many rows there were',
    `Entry.objects.filter(blog=1).update(rating=3)`,
    () => Entry.objects.filter({ blog: 1 }).update({ rating: 3 }),
  ),
  change('update() of nothing', `Entry.objects.filter(pk=99).update(rating=3)`, () =>
    Entry.objects.filter({ pk: 99 }).update({ rating: 3 }),
  ),
  change('update() of none()', `Entry.objects.none().update(rating=3)`, () =>
    Entry.objects.none().update({ rating: 3 }),
  ),
  change(
    'update() with F',
    `n = Entry.objects.filter(blog=1).update(number_of_comments=F('number_of_comments') + 1)\n[n, ${commentsInDjango}]`,
    async () => [
      await Entry.objects
        .filter({ blog: 1 })
        .update({ number_of_comments: F('number_of_comments').add(1) } as never),
      await comments(),
    ],
  ),
  change(
    'update() swaps two columns',
    `Entry.objects.update(number_of_comments=F('number_of_pingbacks'), number_of_pingbacks=F('number_of_comments'))\nlist(Entry.objects.order_by('pk').values_list('number_of_comments', 'number_of_pingbacks'))`,
    async () => {
      await Entry.objects.all().update({
        number_of_comments: F('number_of_pingbacks'),
        number_of_pingbacks: F('number_of_comments'),
      } as never);
      return Entry.objects.orderBy('pk').valuesList('number_of_comments', 'number_of_pingbacks');
    },
  ),
  change(
    'update() with Case',
    `Entry.objects.update(number_of_comments=Case(When(rating=5, then=50), When(rating__isnull=True, then=F('number_of_pingbacks')), default=0))\n${commentsInDjango}`,
    async () => {
      await Entry.objects.all().update({
        number_of_comments: Case(
          When({ rating: 5 }, 50),
          When({ rating__isnull: true }, F('number_of_pingbacks')),
          { default: 0 },
        ),
      } as never);
      return comments();
    },
  ),
  change(
    'update() with a Subquery',
    `Blog.objects.update(tagline=Coalesce(Subquery(Entry.objects.filter(blog=OuterRef('pk')).order_by('-mod_date').values('headline')[:1]), Value('-')))\nlist(Blog.objects.order_by('pk').values_list('tagline', flat=True))`,
    async () => {
      await Blog.objects.all().update({
        tagline: Coalesce(
          Subquery(
            Entry.objects
              .filter({ blog: OuterRef('pk') })
              .orderBy('-mod_date')
              .values('headline')
              .slice(0, 1),
          ),
          Value('-'),
        ),
      } as never);
      return Blog.objects.orderBy('pk').valuesList('tagline', { flat: true });
    },
  ),
  change(
    'update() with functions',
    `Author.objects.filter(email=None).update(email=Concat(Lower('name'), Value('@example.net')))\nlist(Author.objects.order_by('pk').values_list('email', flat=True))`,
    async () => {
      await Author.objects
        .filter({ email: null })
        .update({ email: Concat(Lower('name'), Value('@example.net')) } as never);
      return Author.objects.orderBy('pk').valuesList('email', { flat: true });
    },
  ),
  change(
    'update() to NULL',
    `Entry.objects.filter(rating=4).update(rating=None)\nEntry.objects.filter(rating=None).count()`,
    async () => {
      await Entry.objects.filter({ rating: 4 }).update({ rating: null });
      return Entry.objects.filter({ rating: null }).count();
    },
  ),
  change(
    'update() of a foreign key',
    `Entry.objects.filter(blog=2).update(blog=4)\nBlog.objects.get(pk=4).entries.count()`,
    async () => {
      await Entry.objects.filter({ blog: 2 }).update({ blog: 4 });
      return (await Blog.objects.get({ pk: 4 })).entries.count();
    },
  ),
  change(
    'update() over a join',
    `n = Entry.objects.filter(blog__name__contains='Music').update(number_of_comments=0)\n[n, ${commentsInDjango}]`,
    async () => [
      await Entry.objects
        .filter({ blog__name__contains: 'Music' })
        .update({ number_of_comments: 0 }),
      await comments(),
    ],
  ),
  change(
    'update() over a relation to many counts rows once',
    `Blog.objects.filter(entries__rating__gte=4).update(tagline='rated')`,
    () => Blog.objects.filter({ entries__rating__gte: 4 }).update({ tagline: 'rated' }),
  ),
  change(
    'update() of an excluded relation to many',
    `Blog.objects.exclude(entries__rating__gte=4).update(tagline='low')`,
    () => Blog.objects.exclude({ entries__rating__gte: 4 }).update({ tagline: 'low' }),
  ),
  change(
    'update() of a filtered aggregate',
    `Blog.objects.annotate(n=Count('entries')).filter(n__gte=3).update(tagline='busy')`,
    () =>
      Blog.objects
        .annotate({ n: Count('entries') })
        .filter({ n__gte: 3 })
        .update({ tagline: 'busy' }),
  ),
  change(
    'update() with an annotation',
    `Entry.objects.annotate(total=F('number_of_comments') + F('number_of_pingbacks')).update(number_of_comments=F('total'))\n${commentsInDjango}`,
    async () => {
      await Entry.objects
        .annotate({ total: F('number_of_comments').add(F('number_of_pingbacks')) })
        .update({ number_of_comments: F('total') } as never);
      return comments();
    },
  ),
  change(
    'update() of a decimal with F',
    `Book.objects.update(price=F('price') * 2 + 1)\nlist(Book.objects.order_by('pk').values_list('price', flat=True))`,
    async () => {
      await Book.objects.all().update({ price: F('price').mul(2).add(1) } as never);
      return Book.objects.orderBy('pk').valuesList('price', { flat: true });
    },
  ),
  change('update() ignores the order', `Author.objects.order_by('-name').update(born=None)`, () =>
    Author.objects.orderBy('-name').update({ born: null }),
  ),
  change(
    'update() that is distinct',
    `Blog.objects.filter(entries__rating__gte=4).distinct().update(tagline='x')`,
    () => Blog.objects.filter({ entries__rating__gte: 4 }).distinct().update({ tagline: 'x' }),
  ),
  change('update() of a slice', `Entry.objects.all()[:2].update(rating=1)`, () =>
    Entry.objects.all().slice(0, 2).update({ rating: 1 }),
  ),
  change(
    'update() with an F over a relation',
    `Entry.objects.update(headline=F('blog__name'))`,
    () => Entry.objects.all().update({ headline: F('blog__name') as never } as never),
  ),
  change(
    'update() with Q in Case',
    `Sample.objects.update(flag=Case(When(Q(n__gt=0) | Q(label=None), then=True), default=False))\nlist(Sample.objects.order_by('pk').values_list('flag', flat=True))`,
    async () => {
      await Sample.objects.all().update({
        flag: Case(When(Q({ n__gt: 0 }).or(Q({ label: null })), true), { default: false }),
      } as never);
      return Sample.objects.orderBy('pk').valuesList('flag', { flat: true });
    },
  ),
  change(
    'update() of datetimes',
    `Event.objects.filter(ends=None).update(ends=F('starts'))\nlist(Event.objects.order_by('pk').values_list('ends', flat=True))`,
    async () => {
      await Event.objects.filter({ ends: null }).update({ ends: F('starts') } as never);
      return Event.objects.orderBy('pk').valuesList('ends', { flat: true });
    },
  ),
];
