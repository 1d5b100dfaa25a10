import { Author, Blog, Entry, EntryDetail, Group } from '../models.ts';
import { change } from '../question.ts';

export const writes = [
  change(
    'create() fills in defaults',
    `entry = Entry.objects.create(blog_id=4, headline='h', body_text='b', mod_date='2020-01-01')\n[entry.number_of_comments, entry.rating, entry.pub_date, Blog.objects.get(pk=4).entries.count()]`,
    async () => {
      const entry = await Entry.objects.create({
        blog: 4,
        headline: 'h',
        body_text: 'b',
        mod_date: '2020-01-01',
      });
      const count = await (await Blog.objects.get({ pk: 4 })).entries.count();
      return [entry.number_of_comments, entry.rating, entry.pub_date, count];
    },
  ),
  change('create() breaks a unique column', `Group.objects.create(name='Compilers')`, () =>
    Group.objects.create({ name: 'Compilers' }),
  ),
  change(
    'create() breaks a one-to-one',
    `EntryDetail.objects.create(entry_id=1, details='again')`,
    () => EntryDetail.objects.create({ entry: 1, details: 'again' }),
  ),
  change(
    'bulkCreate() ignores conflicts',
    `Group.objects.bulk_create([Group(name='Compilers'), Group(name='New')], ignore_conflicts=True)\nGroup.objects.count()`,
    async () => {
      await Group.objects
        .all()
        .bulkCreate([{ name: 'Compilers' }, { name: 'New' }], { onConflict: 'ignore' });
      return Group.objects.all().count();
    },
  ),
  change(
    'bulkCreate() updates conflicts',
    `Group.objects.bulk_create([Group(name='Compilers'), Group(name='New')], update_conflicts=True, update_fields=['name'], unique_fields=['name'])\nlist(Group.objects.order_by('name').values_list('name', flat=True))`,
    async () => {
      await Group.objects.all().bulkCreate([{ name: 'Compilers' }, { name: 'New' }], {
        onConflict: 'update',
        updateFields: ['name'],
        uniqueFields: ['name'],
      });
      return Group.objects.orderBy('name').valuesList('name', { flat: true });
    },
  ),
  change(
    'save() with chosen fields',
    `row = Blog.objects.get(pk=1)\nrow.name = 'A'\nrow.tagline = 'B'\nrow.save(update_fields=['name'])\nlist(Blog.objects.filter(pk=1).values_list('name', 'tagline'))`,
    async () => {
      const row = await Blog.objects.get({ pk: 1 });
      row.name = 'A';
      row.tagline = 'B';
      await row.save({ fields: ['name'] });
      return Blog.objects.filter({ pk: 1 }).valuesList('name', 'tagline');
    },
  ),
  change(
    'add() to many-to-many twice',
    `entry = Entry.objects.get(pk=5)\nentry.authors.add(1, 2)\nentry.authors.add(2)\nlist(entry.authors.values_list('name', flat=True))`,
    async () => {
      const entry = await Entry.objects.get({ pk: 5 });
      await entry.authors.add(1, 2);
      await entry.authors.add(2);
      return entry.authors.valuesList('name', { flat: true });
    },
  ),
  change(
    'remove(), set() and clear()',
    `entry = Entry.objects.get(pk=10)\nentry.authors.remove(2)\na = entry.authors.count()\nentry.authors.set([1, 3])\nb = list(entry.authors.values_list('pk', flat=True).order_by('pk'))\nentry.authors.clear()\n[a, b, entry.authors.count()]`,
    async () => {
      const entry = await Entry.objects.get({ pk: 10 });
      await entry.authors.remove(2);
      const a = await entry.authors.count();
      await entry.authors.set([1, 3]);
      const b = await entry.authors.valuesList('pk', { flat: true }).orderBy('pk');
      await entry.authors.clear();
      return [a, b, await entry.authors.count()];
    },
  ),
  change(
    'add() from the other side',
    `author = Author.objects.get(name='Zoë')\nauthor.entries.add(5, 8)\nlist(Entry.objects.filter(authors__name='Zoë').order_by('pk'))`,
    async () => {
      const author = await Author.objects.get({ name: 'Zoë' });
      await author.entries.add(5, 8);
      return Entry.objects.filter({ authors__name: 'Zoë' }).orderBy('pk');
    },
  ),
];
