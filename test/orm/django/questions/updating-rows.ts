import {
  Case,
  Coalesce,
  Concat,
  Count,
  Decimal,
  Exists,
  F,
  OuterRef,
  Replace,
  Subquery,
  Upper,
  Value,
  When,
} from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Entry, Event, Person } from '../models.ts';
import { change } from '../question.ts';

export const updatingRows = [
  change(
    'update() of two columns with F',
    `Entry.objects.filter(blog=1).update(number_of_comments=F('number_of_pingbacks'), number_of_pingbacks=F('number_of_comments'))\nEntry.objects.filter(blog=1).order_by('pk').values_list('number_of_comments', 'number_of_pingbacks')`,
    async () => {
      await Entry.objects.filter({ blog: 1 }).update({
        number_of_comments: F('number_of_pingbacks'),
        number_of_pingbacks: F('number_of_comments'),
      });
      return Entry.objects
        .filter({ blog: 1 })
        .orderBy('pk')
        .valuesList('number_of_comments', 'number_of_pingbacks');
    },
  ),
  change(
    'update() with F of a NULL column',
    `Entry.objects.update(number_of_comments=Coalesce(F('rating') + 1, 0))\nEntry.objects.order_by('pk').values_list('number_of_comments', flat=True)`,
    async () => {
      await Entry.objects.update({ number_of_comments: Coalesce(F('rating').add(1), 0) });
      return Entry.objects.orderBy('pk').valuesList('number_of_comments', { flat: true });
    },
  ),
  change(
    'update() of a nullable column with F',
    `Entry.objects.update(rating=F('rating') + 1)\nEntry.objects.order_by('pk').values_list('rating', flat=True)`,
    async () => {
      await Entry.objects.update({ rating: F('rating').add(1) });
      return Entry.objects.orderBy('pk').valuesList('rating', { flat: true });
    },
  ),
  change(
    'update() of a nullable column from another',
    `Person.objects.update(salary=F('salary') - 1)\nPerson.objects.order_by('pk').values_list('salary', flat=True)`,
    async () => {
      await Person.objects.update({ salary: F('salary').sub(1) });
      return Person.objects.orderBy('pk').valuesList('salary', { flat: true });
    },
  ),
  change(
    'update() with Case and NULL',
    `Entry.objects.update(rating=Case(When(rating__gte=4, then=None), default=F('rating')))\nEntry.objects.order_by('pk').values_list('rating', flat=True)`,
    async () => {
      await Entry.objects.update({
        rating: Case(When({ rating__gte: 4 }, null), { default: F('rating') }),
      });
      return Entry.objects.orderBy('pk').valuesList('rating', { flat: true });
    },
  ),
  change(
    'update() of a foreign key to NULL',
    `Person.objects.filter(manager__first_name='Ada').update(manager=None)\nPerson.objects.filter(manager=None).order_by('pk')`,
    async () => {
      await Person.objects.filter({ manager__first_name: 'Ada' }).update({ manager: null });
      return Person.objects.filter({ manager: null }).orderBy('pk');
    },
  ),
  change(
    'update() of a foreign key by a row',
    `Entry.objects.filter(blog=1).update(blog=Blog.objects.get(pk=4))\nEntry.objects.filter(blog=4).count()`,
    async () => {
      await Entry.objects.filter({ blog: 1 }).update({ blog: await Blog.objects.get({ pk: 4 }) });
      return Entry.objects.filter({ blog: 4 }).count();
    },
  ),
  change(
    'update() of a foreign key by a subquery',
    `Entry.objects.filter(blog=1).update(blog=Subquery(Blog.objects.filter(name='Empty Blog').values('pk')[:1]))\nEntry.objects.filter(blog=4).count()`,
    async () => {
      await Entry.objects.filter({ blog: 1 }).update({
        blog: Subquery(Blog.objects.filter({ name: 'Empty Blog' }).values('pk').slice(0, 1)),
      });
      return Entry.objects.filter({ blog: 4 }).count();
    },
  ),
  change(
    'update() where a relation to many excludes',
    `n = Blog.objects.exclude(entries__rating=5).update(tagline='x')\n[n, Blog.objects.filter(tagline='x').count()]`,
    async () => {
      const n = await Blog.objects.exclude({ entries__rating: 5 }).update({ tagline: 'x' });
      return [n, Blog.objects.filter({ tagline: 'x' }).count()];
    },
  ),
  change(
    'update() where a relation to itself holds',
    `n = Person.objects.filter(manager__manager__isnull=False).update(salary=1)\n[n, Person.objects.filter(salary=1).count()]`,
    async () => {
      const n = await Person.objects
        .filter({ manager__manager__isnull: false })
        .update({ salary: 1 });
      return [n, Person.objects.filter({ salary: 1 }).count()];
    },
  ),
  change(
    'update() where an annotation over a relation holds',
    `n = Entry.objects.annotate(n=Count('authors')).filter(n__gte=2).update(rating=9)\n[n, Entry.objects.filter(rating=9).count()]`,
    async () => {
      const n = await Entry.objects
        .annotate({ n: Count('authors') })
        .filter({ n__gte: 2 })
        .update({ rating: 9 });
      return [n, Entry.objects.filter({ rating: 9 }).count()];
    },
  ),
  change(
    'update() of the column the filter is on',
    `n = Entry.objects.filter(rating=4).update(rating=5)\n[n, Entry.objects.filter(rating=5).count()]`,
    async () => {
      const n = await Entry.objects.filter({ rating: 4 }).update({ rating: 5 });
      return [n, Entry.objects.filter({ rating: 5 }).count()];
    },
  ),
  change(
    'update() where in a slice',
    `Entry.objects.filter(pk__in=Entry.objects.order_by('-number_of_comments').values('pk')[:2]).update(rating=7)\nEntry.objects.filter(rating=7).order_by('pk')`,
    async () => {
      await Entry.objects
        .filter({ pk__in: Entry.objects.orderBy('-number_of_comments').values('pk').slice(0, 2) })
        .update({ rating: 7 });
      return Entry.objects.filter({ rating: 7 }).orderBy('pk');
    },
  ),
  change(
    'update() of many by Exists',
    `n = Blog.objects.filter(Exists(Entry.objects.filter(blog=OuterRef('pk'), rating__isnull=True))).update(tagline='open')\n[n, Blog.objects.filter(tagline='open').count()]`,
    async () => {
      const n = await Blog.objects
        .filter(Exists(Entry.objects.filter({ blog: OuterRef('pk'), rating__isnull: true })))
        .update({ tagline: 'open' });
      return [n, Blog.objects.filter({ tagline: 'open' }).count()];
    },
  ),
  change(
    'update() of none by an empty in',
    `Entry.objects.filter(pk__in=[]).update(rating=1)`,
    () => Entry.objects.filter({ pk__in: [] }).update({ rating: 1 }),
  ),
  change(
    "update() through a relation's set",
    `n = Blog.objects.get(pk=1).entries.filter(rating=4).update(rating=1)\n[n, Entry.objects.filter(rating=1).count()]`,
    async () => {
      const n = await (await Blog.objects.get({ pk: 1 })).entries
        .filter({ rating: 4 })
        .update({ rating: 1 });
      return [n, Entry.objects.filter({ rating: 1 }).count()];
    },
  ),
  change(
    "update() through many-to-many's set",
    `n = Author.objects.get(pk=1).entries.update(rating=1)\n[n, Entry.objects.filter(rating=1).count()]`,
    async () => {
      const n = await (await Author.objects.get({ pk: 1 })).entries.update({ rating: 1 });
      return [n, Entry.objects.filter({ rating: 1 }).count()];
    },
  ),
  change(
    'update() of a day, a moment and a flag',
    `Event.objects.filter(pk=1).update(day='2025-01-02', starts=utc(2025, 1, 2, 3, 4, 5), is_public=False)\nEvent.objects.filter(pk=1).values_list('day', 'starts', 'is_public')`,
    async () => {
      await Event.objects
        .filter({ pk: 1 })
        .update({ day: '2025-01-02', starts: new Date('2025-01-02T03:04:05Z'), is_public: false });
      return Event.objects.filter({ pk: 1 }).valuesList('day', 'starts', 'is_public');
    },
  ),
  change(
    'update() of a decimal by a share',
    `Book.objects.filter(pk=1).update(price=F('price') * Decimal('1.1'))\nBook.objects.get(pk=1).price`,
    async () => {
      await Book.objects.filter({ pk: 1 }).update({ price: F('price').mul(new Decimal('1.1')) });
      return (await Book.objects.get({ pk: 1 })).price;
    },
  ),
  change(
    'update() of a decimal rounds',
    `Book.objects.filter(pk=2).update(price=F('price') / 3)\nBook.objects.get(pk=2).price`,
    async () => {
      await Book.objects.filter({ pk: 2 }).update({ price: F('price').div(3) });
      return (await Book.objects.get({ pk: 2 })).price;
    },
  ),
  change(
    'update() of a text by Concat',
    `Blog.objects.filter(pk__lte=2).update(tagline=Concat('name', Value(': '), 'tagline', output_field=TextField()))\nBlog.objects.filter(pk__lte=2).order_by('pk').values_list('tagline', flat=True)`,
    async () => {
      await Blog.objects
        .filter({ pk__lte: 2 })
        .update({ tagline: Concat('name', Value(': '), 'tagline') });
      return Blog.objects
        .filter({ pk__lte: 2 })
        .orderBy('pk')
        .valuesList('tagline', { flat: true });
    },
  ),
  change(
    'update() of a text by Replace and Upper',
    `Blog.objects.update(name=Upper(Replace('name', Value('Blog'), Value('Log'))))\nBlog.objects.order_by('pk').values_list('name', flat=True)`,
    async () => {
      await Blog.objects.update({ name: Upper(Replace('name', Value('Blog'), Value('Log'))) });
      return Blog.objects.orderBy('pk').valuesList('name', { flat: true });
    },
  ),
  change(
    'save() of a row with a relation to NULL',
    `p = Person.objects.get(pk=2)\np.manager_id = None\np.save()\nPerson.objects.get(pk=2).manager_id`,
    async () => {
      const p = await Person.objects.get({ pk: 2 });
      p.managerId = null;
      await p.save();
      return (await Person.objects.get({ pk: 2 })).managerId;
    },
  ),
];
