import { Count, Q } from '../../../../src/orm/index.ts';
import {
  Author,
  Blog,
  Book,
  Category,
  Entry,
  Event,
  Group,
  Membership,
  Person,
  Publisher,
  Remark,
  Venue,
  Writer,
} from '../models.ts';
import { change } from '../question.ts';
import { deleted } from './deletes.ts';

export const deletingRows = [
  change(
    'delete() over one-to-one and many-to-many',
    `n, by = Entry.objects.filter(pk__in=[1, 3]).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Entry.objects.filter({ pk__in: [1, 3] }).delete()),
  ),
  change(
    'delete() of what many-to-many leads to',
    `n, by = Author.objects.filter(pk__in=[1, 4]).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Author.objects.filter({ pk__in: [1, 4] }).delete()),
  ),
  change(
    "delete() of a through model's rows",
    `n, by = Membership.objects.filter(group=2).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Membership.objects.filter({ group: 2 }).delete()),
  ),
  change(
    'delete() of what a through model leads to',
    `n, by = Group.objects.filter(name='Algorithms').delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Group.objects.filter({ name: 'Algorithms' }).delete()),
  ),
  change(
    'delete() of the other end of a through model',
    `n, by = Person.objects.filter(pk__in=[4, 6]).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Person.objects.filter({ pk__in: [4, 6] }).delete()),
  ),
  change(
    'delete() with set null in a relation to itself',
    `n, by = Person.objects.filter(pk=1).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Person.objects.filter({ pk: 1 }).delete()),
  ),
  change(
    'delete() of a tree',
    `n, by = Category.objects.filter(pk=1).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Category.objects.filter({ pk: 1 }).delete()),
  ),
  change(
    'delete() of a branch of a tree',
    `n, by = Category.objects.filter(pk=3).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Category.objects.filter({ pk: 3 }).delete()),
  ),
  change(
    'delete() of what is set null',
    `n, by = Venue.objects.filter(pk__in=[1, 2]).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Venue.objects.filter({ pk__in: [1, 2] }).delete()),
  ),
  change(
    'delete() of all of a table',
    `n, by = Remark.objects.all().delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Remark.objects.all().delete()),
  ),
  change(
    'delete() by a relation to many',
    `n, by = Blog.objects.filter(entries__rating=5).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Blog.objects.filter({ entries__rating: 5 }).delete()),
  ),
  change(
    'delete() by exclude() over many',
    `n, by = Blog.objects.exclude(entries__rating=5).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Blog.objects.exclude({ entries__rating: 5 }).delete()),
  ),
  change(
    'delete() by a relation that may be empty',
    `n, by = Event.objects.filter(venue__category__name='Jazz').delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Event.objects.filter({ venue__category__name: 'Jazz' }).delete()),
  ),
  change(
    'delete() by an in with a slice',
    `n, by = Entry.objects.filter(pk__in=Entry.objects.order_by('-pk').values('pk')[:3]).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () =>
      deleted(
        Entry.objects
          .filter({ pk__in: Entry.objects.orderBy('-pk').values('pk').slice(0, 3) })
          .delete(),
      ),
  ),
  change(
    'delete() by an annotation',
    `n, by = Blog.objects.annotate(n=Count('entries')).filter(n__gte=3).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () =>
      deleted(
        Blog.objects
          .annotate({ n: Count('entries') })
          .filter({ n__gte: 3 })
          .delete(),
      ),
  ),
  change(
    'delete() of a symmetrical relation',
    `n, by = Writer.objects.filter(pk=8).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Writer.objects.filter({ pk: 8 }).delete()),
  ),
  change(
    'delete() of both ends of a symmetrical relation',
    `n, by = Writer.objects.filter(pk__in=[5, 7]).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Writer.objects.filter({ pk__in: [5, 7] }).delete()),
  ),
  change(
    'delete() by an empty in',
    `n, by = Blog.objects.filter(pk__in=[]).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Blog.objects.filter({ pk__in: [] }).delete()),
  ),
  change(
    'delete() of none',
    `n, by = Blog.objects.none().delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Blog.objects.all().none().delete()),
  ),
  change(
    'delete() with an order',
    `n, by = Remark.objects.order_by('-stars').delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Remark.objects.orderBy('-stars').delete()),
  ),
  change(
    'delete() by a Q with an or over two relations',
    `n, by = Entry.objects.filter(Q(authors__name='John') | Q(remarks__stars=4)).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () =>
      deleted(
        Entry.objects.filter(Q({ authors__name: 'John' }).or(Q({ remarks__stars: 4 }))).delete(),
      ),
  ),
  change('delete() protects', `Book.objects.filter(pk=5).delete()`, () =>
    Book.objects.filter({ pk: 5 }).delete(),
  ),
  change(
    'delete() that protects deletes nothing',
    `Publisher.objects.filter(pk__in=[1, 4]).delete()`,
    () => Publisher.objects.filter({ pk__in: [1, 4] }).delete(),
  ),
  change(
    'delete() of distinct rows',
    `n, by = Blog.objects.distinct().delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    () => deleted(Blog.objects.all().distinct().delete()),
  ),
  change('delete() of values is refused', `Blog.objects.values('pk').delete()`, () =>
    Blog.objects.values('pk').delete(),
  ),
  change(
    'delete() of a union is refused',
    `Blog.objects.filter(pk=1).union(Blog.objects.filter(pk=2)).delete()`,
    () =>
      Blog.objects
        .filter({ pk: 1 })
        .union(Blog.objects.filter({ pk: 2 }))
        .delete(),
  ),
  change(
    'update() of a union is refused',
    `Blog.objects.filter(pk=1).union(Blog.objects.filter(pk=2)).update(name='x')`,
    () =>
      Blog.objects
        .filter({ pk: 1 })
        .union(Blog.objects.filter({ pk: 2 }))
        .update({ name: 'x' }),
  ),
  change(
    'exclude() of a union is refused',
    `Blog.objects.filter(pk=1).union(Blog.objects.filter(pk=2)).exclude(pk=1)`,
    () =>
      Blog.objects
        .filter({ pk: 1 })
        .union(Blog.objects.filter({ pk: 2 }))
        .exclude({ pk: 1 }),
  ),
  change(
    "delete() through a relation's set",
    `Blog.objects.get(pk=1).entries.filter(rating=5).delete()\nEntry.objects.filter(blog=1).order_by('pk')`,
    async () => {
      await (await Blog.objects.get({ pk: 1 })).entries.filter({ rating: 5 }).delete();
      return Entry.objects.filter({ blog: 1 }).orderBy('pk');
    },
  ),
  change(
    'delete() sets null in what remains',
    `Venue.objects.filter(pk=3).delete()\nEvent.objects.filter(venue=None).order_by('pk')`,
    async () => {
      await Venue.objects.filter({ pk: 3 }).delete();
      return Event.objects.filter({ venue: null }).orderBy('pk');
    },
  ),
  change(
    'delete() of a person leaves those he managed',
    `Person.objects.filter(pk=2).delete()\nPerson.objects.filter(manager=None).order_by('pk')`,
    async () => {
      await Person.objects.filter({ pk: 2 }).delete();
      return Person.objects.filter({ manager: null }).orderBy('pk');
    },
  ),
  change(
    'delete() of a group leaves its members',
    `Group.objects.filter(pk=2).delete()\n[Person.objects.count(), Membership.objects.count()]`,
    async () => {
      await Group.objects.filter({ pk: 2 }).delete();
      return [Person.objects.all().count(), Membership.objects.all().count()];
    },
  ),
  change(
    'remove() of many-to-many rows that are not there',
    `e = Entry.objects.get(pk=1)\ne.authors.remove(5)\ne.authors.count()`,
    async () => {
      const e = await Entry.objects.get({ pk: 1 });
      await e.authors.remove(5);
      return e.authors.count();
    },
  ),
  change(
    'clear() of many-to-many from behind',
    `a = Author.objects.get(pk=2)\na.entries.clear()\nEntry.objects.filter(authors=None).order_by('pk')`,
    async () => {
      const a = await Author.objects.get({ pk: 2 });
      await a.entries.clear();
      return Entry.objects.filter({ authors: null }).orderBy('pk');
    },
  ),
  change(
    'set() of many-to-many to none',
    `e = Entry.objects.get(pk=10)\ne.authors.set([])\ne.authors.count()`,
    async () => {
      const e = await Entry.objects.get({ pk: 10 });
      await e.authors.set([]);
      return e.authors.count();
    },
  ),
  change(
    'set() of many-to-many keeps what stays',
    `e = Entry.objects.get(pk=10)\ne.authors.set([3, 5])\ne.authors.order_by('pk').values_list('pk', flat=True)`,
    async () => {
      const e = await Entry.objects.get({ pk: 10 });
      await e.authors.set([3, 5]);
      return e.authors.orderBy('pk').valuesList('pk', { flat: true });
    },
  ),
  change(
    "remove() of a nullable foreign key's rows",
    `p = Person.objects.get(pk=1)\np.reports.remove(Person.objects.get(pk=2))\nPerson.objects.filter(manager=1).order_by('pk')`,
    async () => {
      const p = await Person.objects.get({ pk: 1 });
      await p.reports.remove(await Person.objects.get({ pk: 2 }));
      return Person.objects.filter({ manager: 1 }).orderBy('pk');
    },
  ),
  change(
    "clear() of a nullable foreign key's rows",
    `p = Person.objects.get(pk=1)\np.reports.clear()\nPerson.objects.filter(manager=None).order_by('pk')`,
    async () => {
      const p = await Person.objects.get({ pk: 1 });
      await p.reports.clear();
      return Person.objects.filter({ manager: null }).orderBy('pk');
    },
  ),
  change(
    "add() of a foreign key's rows",
    `p = Person.objects.get(pk=8)\np.reports.add(Person.objects.get(pk=2), Person.objects.get(pk=3))\nPerson.objects.filter(manager=8).order_by('pk')`,
    async () => {
      const p = await Person.objects.get({ pk: 8 });
      await p.reports.add(await Person.objects.get({ pk: 2 }), await Person.objects.get({ pk: 3 }));
      return Person.objects.filter({ manager: 8 }).orderBy('pk');
    },
  ),
  change(
    "set() of a nullable foreign key's rows",
    `p = Person.objects.get(pk=1)\np.reports.set([Person.objects.get(pk=3), Person.objects.get(pk=8)])\nPerson.objects.filter(manager=1).order_by('pk')`,
    async () => {
      const p = await Person.objects.get({ pk: 1 });
      await p.reports.set([
        await Person.objects.get({ pk: 3 }),
        await Person.objects.get({ pk: 8 }),
      ]);
      return Person.objects.filter({ manager: 1 }).orderBy('pk');
    },
  ),
  change(
    "create() through a relation's set",
    `e = Blog.objects.get(pk=4).entries.create(headline='h', body_text='', mod_date='2020-01-01')\n[e.blog_id, Entry.objects.filter(blog=4).count()]`,
    async () => {
      const e = await (await Blog.objects.get({ pk: 4 })).entries.create({
        headline: 'h',
        body_text: '',
        mod_date: '2020-01-01',
      });
      return [e.blogId, Entry.objects.filter({ blog: 4 }).count()];
    },
  ),
  change(
    "create() through many-to-many's set",
    `a = Entry.objects.get(pk=5).authors.create(name='Yoko')\n[a.name, Entry.objects.filter(authors__name='Yoko').count()]`,
    async () => {
      const a = await (await Entry.objects.get({ pk: 5 })).authors.create({ name: 'Yoko' });
      return [a.name, Entry.objects.filter({ authors__name: 'Yoko' }).count()];
    },
  ),
  change(
    'a friend is removed on both sides',
    `w = Writer.objects.get(pk=1)\nw.friends.remove(Writer.objects.get(pk=2))\n[Writer.objects.get(pk=2).friends.count(), w.friends.count()]`,
    async () => {
      const w = await Writer.objects.get({ pk: 1 });
      await w.friends.remove(await Writer.objects.get({ pk: 2 }));
      return [(await Writer.objects.get({ pk: 2 })).friends.count(), w.friends.count()];
    },
  ),
];
