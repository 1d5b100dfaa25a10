import { F } from '../../../../src/orm/index.ts';
import { Blog, Entry, Group, Person } from '../models.ts';
import { change } from '../question.ts';

export const writingRows = [
  change(
    'get_or_create() with a lookup and defaults',
    `row, created = Person.objects.get_or_create(first_name='Ada', last_name='Byron', defaults={'born': '1815-12-10'})\n[row.first_name, row.born, created, Person.objects.count()]`,
    async () => {
      const [row, created] = await Person.objects
        .all()
        .getOrCreate(
          { first_name: 'Ada', last_name: 'Byron' },
          { defaults: { born: '1815-12-10' } },
        );
      return [row.first_name, row.born, created, Person.objects.all().count()];
    },
  ),
  change(
    'get_or_create() that finds by one of its fields',
    `row, created = Person.objects.get_or_create(last_name='Knuth', defaults={'first_name': 'No'})\n[row.first_name, created]`,
    async () => {
      const [row, created] = await Person.objects
        .all()
        .getOrCreate({ last_name: 'Knuth' }, { defaults: { first_name: 'No' } });
      return [row.first_name, created];
    },
  ),
  change(
    'get_or_create() in a filtered set',
    `row, created = Person.objects.filter(first_name='Alan').get_or_create(last_name='Hopper', defaults={'first_name': 'Alan'})\n[row.first_name, created, Person.objects.filter(last_name='Hopper').count()]`,
    async () => {
      const [row, created] = await Person.objects
        .filter({ first_name: 'Alan' })
        .getOrCreate({ last_name: 'Hopper' }, { defaults: { first_name: 'Alan' } });
      return [row.first_name, created, Person.objects.filter({ last_name: 'Hopper' }).count()];
    },
  ),
  change(
    'get_or_create() over a relation',
    `Person.objects.get_or_create(manager__first_name='Ada', last_name='Hopper')`,
    () => Person.objects.all().getOrCreate({ manager__first_name: 'Ada', last_name: 'Hopper' }),
  ),
  change(
    'get_or_create() of what breaks a constraint',
    `Group.objects.filter(pk=1).get_or_create(name='Algorithms')`,
    () => Group.objects.filter({ pk: 1 }).getOrCreate({ name: 'Algorithms' }),
  ),
  change(
    'get_or_create() through many-to-many',
    `row, created = Entry.objects.get(pk=5).authors.get_or_create(name='Yoko')\n[row.name, created, Entry.objects.get(pk=5).authors.count()]`,
    async () => {
      const [row, created] = await (await Entry.objects.get({ pk: 5 })).authors.getOrCreate({
        name: 'Yoko',
      });
      return [row.name, created, (await Entry.objects.get({ pk: 5 })).authors.count()];
    },
  ),
  change(
    'get_or_create() through many-to-many finds only related rows',
    `row, created = Entry.objects.get(pk=4).authors.get_or_create(name='Ringo')\n[row.pk, created]`,
    async () => {
      const [row, created] = await (await Entry.objects.get({ pk: 4 })).authors.getOrCreate({
        name: 'Ringo',
      });
      return [row.pk, created];
    },
  ),
  change(
    'update_or_create() that changes two',
    `row, created = Person.objects.update_or_create(last_name='Knuth', defaults={'salary': 1, 'first_name': 'Don'})\n[row.salary, row.first_name, created]`,
    async () => {
      const [row, created] = await Person.objects
        .all()
        .updateOrCreate({ last_name: 'Knuth' }, { defaults: { salary: 1, first_name: 'Don' } });
      return [row.salary, row.first_name, created];
    },
  ),
  change(
    'update_or_create() with two matches',
    `Person.objects.update_or_create(first_name='Alan', defaults={'salary': 1})`,
    () => Person.objects.all().updateOrCreate({ first_name: 'Alan' }, { defaults: { salary: 1 } }),
  ),
  change(
    'update_or_create() with F',
    `Person.objects.update_or_create(last_name='Kay', defaults={'salary': F('salary') + 1})\n[Person.objects.get(last_name='Kay').salary]`,
    async () => {
      await Person.objects
        .all()
        .updateOrCreate({ last_name: 'Kay' }, { defaults: { salary: F('salary').add(1) } });
      return [(await Person.objects.get({ last_name: 'Kay' })).salary];
    },
  ),
  change(
    "update_or_create() of a relation's set",
    `row, created = Blog.objects.get(pk=4).entries.update_or_create(headline='One', defaults={'body_text': 'x', 'mod_date': '2020-01-01'})\n[row.blog_id, row.body_text, created]`,
    async () => {
      const [row, created] = await (await Blog.objects.get({ pk: 4 })).entries.updateOrCreate(
        { headline: 'One' },
        { defaults: { body_text: 'x', mod_date: '2020-01-01' } },
      );
      return [row.blogId, row.body_text, created];
    },
  ),
  change(
    'bulk_create() gives keys',
    `rows = Blog.objects.bulk_create([Blog(name='a', tagline='x'), Blog(name='b', tagline='y')])\n[len(rows), [row.name for row in rows], [row.pk == 0 for row in rows]]`,
    async () => {
      const rows = await Blog.objects.all().bulkCreate([
        { name: 'a', tagline: 'x' },
        { name: 'b', tagline: 'y' },
      ]);
      return [rows.length, rows.map((row) => row.name), rows.map((row) => row.pk === 0)];
    },
  ),
  change('bulk_create() of none', `rows = Blog.objects.bulk_create([])\nlen(rows)`, async () => {
    const rows = await Blog.objects.all().bulkCreate([]);
    return rows.length;
  }),
  change(
    'bulk_create() in batches',
    `Blog.objects.bulk_create([Blog(name='a', tagline='x'), Blog(name='b', tagline='y'), Blog(name='c', tagline='z')], batch_size=2)\nBlog.objects.filter(pk__gt=6).count()`,
    async () => {
      await Blog.objects.all().bulkCreate(
        [
          { name: 'a', tagline: 'x' },
          { name: 'b', tagline: 'y' },
          { name: 'c', tagline: 'z' },
        ],
        { batchSize: 2 },
      );
      return Blog.objects.filter({ pk__gt: 6 }).count();
    },
  ),
  change(
    'bulk_create() with a relation',
    `Entry.objects.bulk_create([Entry(blog_id=4, headline='a', body_text='', mod_date='2020-01-01'), Entry(blog_id=4, headline='b', body_text='', mod_date='2020-01-02', rating=2)])\nEntry.objects.filter(blog=4).order_by('headline').values_list('headline', 'rating', 'number_of_comments')`,
    async () => {
      await Entry.objects.all().bulkCreate([
        { blog: 4, headline: 'a', body_text: '', mod_date: '2020-01-01' },
        { blog: 4, headline: 'b', body_text: '', mod_date: '2020-01-02', rating: 2 },
      ]);
      return Entry.objects
        .filter({ blog: 4 })
        .orderBy('headline')
        .valuesList('headline', 'rating', 'number_of_comments');
    },
  ),
  change(
    'bulk_create() that breaks a constraint keeps nothing',
    `Group.objects.bulk_create([Group(name='x'), Group(name='Compilers')])`,
    () => Group.objects.all().bulkCreate([{ name: 'x' }, { name: 'Compilers' }]),
  ),
  change(
    'bulk_create() that ignores conflicts within',
    `Group.objects.bulk_create([Group(name='x'), Group(name='x')], ignore_conflicts=True)\nGroup.objects.filter(name='x').count()`,
    async () => {
      await Group.objects
        .all()
        .bulkCreate([{ name: 'x' }, { name: 'x' }], { onConflict: 'ignore' });
      return Group.objects.filter({ name: 'x' }).count();
    },
  ),
  change(
    'bulk_create() that updates conflicts of one column',
    `Group.objects.bulk_create([Group(name='Compilers'), Group(name='x')], update_conflicts=True, update_fields=['name'], unique_fields=['name'])\n[Group.objects.count(), Group.objects.get(name='Compilers').pk]`,
    async () => {
      await Group.objects.all().bulkCreate([{ name: 'Compilers' }, { name: 'x' }], {
        onConflict: 'update',
        updateFields: ['name'],
        uniqueFields: ['name'],
      });
      return [Group.objects.all().count(), (await Group.objects.get({ name: 'Compilers' })).pk];
    },
  ),
];
