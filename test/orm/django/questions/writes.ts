import { F } from '../../../../src/orm/index.ts';
import { Author, Blog, Dog, Entry, EntryDetail, Group, Writer } from '../models.ts';
import { change } from '../question.ts';

export const writes = [
  change(
    'getOrCreate() gets',
    `row, created = Author.objects.get_or_create(name='John', defaults={'email': 'new'})\n[row.email, created, Author.objects.count()]`,
    async () => {
      const [row, created] = await Author.objects
        .all()
        .getOrCreate({ name: 'John' }, { defaults: { email: 'new' } });
      return [row.email, created, await Author.objects.all().count()];
    },
  ),
  change(
    'getOrCreate() creates',
    `row, created = Author.objects.get_or_create(name='Yoko', defaults={'email': 'new', 'born': '1933-02-18'})\nrow.refresh_from_db()\n[row.name, row.email, row.born, created]`,
    async () => {
      const [row, created] = await Author.objects
        .all()
        .getOrCreate({ name: 'Yoko' }, { defaults: { email: 'new', born: '1933-02-18' } });
      return [row.name, row.email, row.born, created];
    },
  ),
  change(
    'getOrCreate() finds two',
    `Entry.objects.get_or_create(rating=4, defaults={'headline': 'x'})`,
    () => Entry.objects.all().getOrCreate({ rating: 4 }, { defaults: { headline: 'x' } as never }),
  ),
  change(
    'getOrCreate() takes the lookup without transforms',
    `row, created = Author.objects.get_or_create(name__iexact='yoko', defaults={'name': 'Yoko'})\n[row.name, created]`,
    async () => {
      const [row, created] = await Author.objects
        .all()
        .getOrCreate({ name__iexact: 'yoko' }, { defaults: { name: 'Yoko' } });
      return [row.name, created];
    },
  ),
  change(
    'getOrCreate() of a relation',
    `row, created = Blog.objects.get(pk=4).entries.get_or_create(headline='Only', defaults={'body_text': '', 'mod_date': '2020-01-01'})\n[row.blog_id, created]`,
    async () => {
      const blog = await Blog.objects.get({ pk: 4 });
      const [row, created] = await blog.entries.getOrCreate(
        { headline: 'Only' },
        { defaults: { body_text: '', mod_date: '2020-01-01' } },
      );
      return [row.blogId, created];
    },
  ),
  change(
    'updateOrCreate() updates',
    `row, created = Author.objects.update_or_create(name='John', defaults={'email': 'new'})\n[row.email, created, Author.objects.get(name='John').email]`,
    async () => {
      const [row, created] = await Author.objects
        .all()
        .updateOrCreate({ name: 'John' }, { defaults: { email: 'new' } });
      return [row.email, created, (await Author.objects.get({ name: 'John' })).email];
    },
  ),
  change(
    'updateOrCreate() creates',
    `row, created = Author.objects.update_or_create(name='Yoko', defaults={'email': 'new'})\n[row.name, row.email, created]`,
    async () => {
      const [row, created] = await Author.objects
        .all()
        .updateOrCreate({ name: 'Yoko' }, { defaults: { email: 'new' } });
      return [row.name, row.email, created];
    },
  ),
  change(
    'updateOrCreate() creates with its own values',
    `row, created = Author.objects.update_or_create(name='Yoko', defaults={'email': 'new'}, create_defaults={'email': 'first'})\n[row.name, row.email, created]`,
    async () => {
      const [row, created] = await Author.objects
        .all()
        .updateOrCreate(
          { name: 'Yoko' },
          { defaults: { email: 'new' }, createDefaults: { email: 'first' } },
        );
      return [row.name, row.email, created];
    },
  ),
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
    'bulkUpdate()',
    `rows = list(Entry.objects.filter(blog=1).order_by('pk'))\nfor index, row in enumerate(rows):\n    row.rating = index\n    row.headline = f'Number {index}'\nn = Entry.objects.bulk_update(rows, ['rating', 'headline'], batch_size=2)\n[n, list(Entry.objects.filter(blog=1).order_by('pk').values_list('rating', 'headline'))]`,
    async () => {
      const rows = await Entry.objects.filter({ blog: 1 }).orderBy('pk');
      for (const [index, row] of rows.entries()) {
        row.rating = index;
        row.headline = `Number ${index}`;
      }
      const count = await Entry.objects
        .all()
        .bulkUpdate(rows, ['rating', 'headline'], { batchSize: 2 });
      const stored = await Entry.objects
        .filter({ blog: 1 })
        .orderBy('pk')
        .valuesList('rating', 'headline');
      return [count, stored];
    },
  ),
  change(
    'bulkUpdate() of NULL, dates and documents',
    `dogs = list(Dog.objects.filter(pk__lte=2).order_by('pk'))\ndogs[0].data = {'now': [1, None]}\ndogs[1].data = None\nDog.objects.bulk_update(dogs, ['data'])\nlist(Dog.objects.filter(pk__lte=2).order_by('pk').values_list('data', flat=True))`,
    async () => {
      const dogs = await Dog.objects.filter({ pk__lte: 2 }).orderBy('pk');
      dogs[0]!.data = { now: [1, null] };
      dogs[1]!.data = null;
      await Dog.objects.all().bulkUpdate(dogs, ['data']);
      return Dog.objects.filter({ pk__lte: 2 }).orderBy('pk').valuesList('data', { flat: true });
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
    'save() with F',
    `row = Entry.objects.get(pk=1)\nrow.number_of_comments = F('number_of_comments') + 1\nrow.save()\nrow.refresh_from_db()\nrow.number_of_comments`,
    async () => {
      const row = await Entry.objects.get({ pk: 1 });
      row.number_of_comments = F('number_of_comments').add(1) as never;
      await row.save();
      return row.number_of_comments;
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
  change(
    'add() of a friend goes both ways',
    `Writer.objects.get(pk=8).friends.add(1)\nlist(Writer.objects.get(pk=1).friends.order_by('pk').values_list('pk', flat=True))`,
    async () => {
      await (await Writer.objects.get({ pk: 8 })).friends.add(1);
      return (await Writer.objects.get({ pk: 1 })).friends
        .orderBy('pk')
        .valuesList('pk', { flat: true });
    },
  ),
];
