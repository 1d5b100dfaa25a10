import { Count, F, Prefetch, Q } from '../../../../src/orm/index.ts';
import { Author, Blog, Book, Category, Entry, Event, Group, Person, Writer } from '../models.ts';
import { ask } from '../question.ts';

/** What `Prefetch(…, { toAttr })` put into a row. */
function toAttr<Row = { name: string }>(row: object, name: string): readonly Row[] {
  return (row as Readonly<Record<string, readonly Row[]>>)[name]!;
}

const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);

export const reading = [
  ask('get()', `Entry.objects.get(headline='Abbey Road')`, () =>
    Entry.objects.get({ headline: 'Abbey Road' }),
  ),
  ask(
    'get() over a relation to many',
    `Entry.objects.get(authors__name='john', blog__name__startswith='Pop')`,
    () => Entry.objects.get({ authors__name: 'john', blog__name__startswith: 'Pop' }),
  ),
  ask('get() finds none', `Entry.objects.get(pk=99)`, () => Entry.objects.get({ pk: 99 })),
  ask('get() finds two', `Entry.objects.get(rating=4)`, () => Entry.objects.get({ rating: 4 })),
  ask(
    'get() finds copies of one',
    `Blog.objects.get(entries__rating__gte=4, name__startswith='B')`,
    () => Blog.objects.get({ entries__rating__gte: 4, name__startswith: 'B' }),
  ),
  ask('get() of a filtered QuerySet', `Entry.objects.filter(rating=4).get(blog=1)`, () =>
    Entry.objects.filter({ rating: 4 }).get({ blog: 1 }),
  ),
  ask('get() of a slice', `Entry.objects.order_by('pk')[2:3].get()`, () =>
    Entry.objects.orderBy('pk').slice(2, 3).get(),
  ),
  ask('get() of values', `Entry.objects.values('headline').get(pk=3)`, () =>
    Entry.objects.values('headline').get({ pk: 3 }),
  ),
  ask(
    'first() and last() go by primary key',
    `[Entry.objects.first(), Entry.objects.last()]`,
    async () => [await Entry.objects.all().first(), await Entry.objects.all().last()],
  ),
  ask(
    'first() and last() go by the order',
    `[Entry.objects.order_by('-headline').first(), Entry.objects.order_by('-headline').last()]`,
    async () => [
      await Entry.objects.orderBy('-headline').first(),
      await Entry.objects.orderBy('-headline').last(),
    ],
  ),
  ask(
    'first() and last() go by the default ordering',
    `[Author.objects.first(), Author.objects.last()]`,
    async () => [await Author.objects.all().first(), await Author.objects.all().last()],
  ),
  ask('first() of nothing', `Entry.objects.filter(pk=99).first()`, () =>
    Entry.objects.filter({ pk: 99 }).first(),
  ),
  ask('first() of a slice', `Entry.objects.order_by('pk')[3:6].first()`, () =>
    Entry.objects.orderBy('pk').slice(3, 6).first(),
  ),
  ask(
    'first() of values',
    `Blog.objects.order_by('-name').values_list('name', flat=True).first()`,
    () => Blog.objects.orderBy('-name').valuesList('name', { flat: true }).first(),
  ),
  ask(
    'earliest() and latest()',
    `[Book.objects.earliest('pubdate', 'pk'), Book.objects.latest('pubdate', '-pk')]`,
    async () => [
      await Book.objects.all().earliest('pubdate', 'pk'),
      await Book.objects.all().latest('pubdate', '-pk'),
    ],
  ),
  ask('latest() of nothing', `Book.objects.filter(pk=99).latest('pubdate')`, () =>
    Book.objects.filter({ pk: 99 }).latest('pubdate'),
  ),
  ask(
    'latest() over a filter',
    `Entry.objects.filter(blog=3).exclude(pub_date=None).latest('pub_date')`,
    () => Entry.objects.filter({ blog: 3 }).exclude({ pub_date: null }).latest('pub_date'),
  ),
  ask(
    'exists()',
    `[Entry.objects.filter(rating=5).exists(), Entry.objects.filter(rating=9).exists()]`,
    async () => [
      await Entry.objects.filter({ rating: 5 }).exists(),
      await Entry.objects.filter({ rating: 9 }).exists(),
    ],
  ),
  ask(
    'exists() of a slice',
    `[Entry.objects.all()[11:].exists(), Entry.objects.all()[12:].exists()]`,
    async () => [
      await Entry.objects.all().slice(11).exists(),
      await Entry.objects.all().slice(12).exists(),
    ],
  ),
  ask(
    'contains()',
    `[Entry.objects.filter(rating=5).contains(Entry.objects.get(pk=1)), Entry.objects.filter(rating=5).contains(Entry.objects.get(pk=2))]`,
    async () => [
      await Entry.objects.filter({ rating: 5 }).contains(await Entry.objects.get({ pk: 1 })),
      await Entry.objects.filter({ rating: 5 }).contains(await Entry.objects.get({ pk: 2 })),
    ],
  ),
  ask('inBulk()', `Blog.objects.in_bulk([1, 3, 99])`, () => Blog.objects.all().inBulk([1, 3, 99])),
  ask('inBulk() of everything', `Category.objects.in_bulk()`, () =>
    Category.objects.all().inBulk(),
  ),
  ask('inBulk() of nothing', `Blog.objects.in_bulk([])`, () => Blog.objects.all().inBulk([])),
  ask(
    'inBulk() by a unique field',
    `Group.objects.in_bulk(['Compilers', 'None'], field_name='name')`,
    () => Group.objects.all().inBulk(['Compilers', 'None'], { field: 'name' }),
  ),
  ask(
    'iterator()',
    `[entry.pk for entry in Entry.objects.order_by('-pk').iterator(chunk_size=5)]`,
    async () => {
      const keys: number[] = [];
      for await (const { pk } of Entry.objects.orderBy('-pk').iterator({ chunkSize: 5 })) {
        keys.push(pk);
      }
      return keys;
    },
  ),
  ask(
    'iterator() of values',
    `list(Blog.objects.order_by('pk').values_list('name', flat=True).iterator(chunk_size=2))`,
    async () => {
      const found: string[] = [];
      const rows = Blog.objects.orderBy('pk').valuesList('name', { flat: true });
      for await (const name of rows.iterator({ chunkSize: 2 })) found.push(name);
      return found;
    },
  ),
  ask(
    'iterator() with prefetchRelated',
    `[(e.pk, [a.name for a in e.authors.all()]) for e in Entry.objects.order_by('pk').prefetch_related('authors').iterator(chunk_size=4)]`,
    async () => {
      const found: unknown[] = [];
      const rows = Entry.objects.orderBy('pk').prefetchRelated('authors');
      for await (const { pk, authors } of rows.iterator({ chunkSize: 4 })) {
        found.push([pk, names(authors)]);
      }
      return found;
    },
  ),
  ask(
    'selectRelated()',
    `[(e.headline, e.blog.name) for e in Entry.objects.select_related('blog').order_by('pk')[:3]]`,
    async () =>
      (await Entry.objects.selectRelated('blog').orderBy('pk').slice(0, 3)).map((entry) => [
        entry.headline,
        entry.blog.name,
      ]),
  ),
  ask(
    'selectRelated() of a nullable relation keeps all rows',
    `[(p.last_name, p.manager and p.manager.last_name) for p in Person.objects.select_related('manager').order_by('pk')]`,
    async () =>
      (await Person.objects.selectRelated('manager').orderBy('pk')).map((person) => [
        person.last_name,
        person.manager?.last_name ?? null,
      ]),
  ),
  ask(
    'selectRelated() two steps',
    `[(p.last_name, p.manager and p.manager.manager and p.manager.manager.last_name) for p in Person.objects.select_related('manager__manager').order_by('pk')]`,
    async () =>
      (await Person.objects.selectRelated('manager__manager').orderBy('pk')).map((person) => [
        person.last_name,
        person.manager?.manager?.last_name ?? null,
      ]),
  ),
  ask(
    'selectRelated() of a reverse one-to-one',
    `[(e.pk, e.detail.details if hasattr(e, 'detail') else None) for e in Entry.objects.select_related('detail').order_by('pk')[:3]]`,
    async () =>
      (await Entry.objects.selectRelated('detail').orderBy('pk').slice(0, 3)).map((entry) => [
        entry.pk,
        entry.detail?.details ?? null,
      ]),
  ),
  ask(
    'selectRelated() with a filter on the relation',
    `[e.blog.name for e in Entry.objects.select_related('blog').filter(blog__name__contains='Cheddar')]`,
    async () =>
      (await Entry.objects.selectRelated('blog').filter({ blog__name__contains: 'Cheddar' })).map(
        ({ blog }) => blog.name,
      ),
  ),
  ask(
    'prefetchRelated() of many-to-many uses the default ordering',
    `[(e.pk, [a.name for a in e.authors.all()]) for e in Entry.objects.prefetch_related('authors').order_by('pk')]`,
    async () => {
      const entries = await Entry.objects.prefetchRelated('authors').orderBy('pk');
      return entries.map(({ pk, authors }) => [pk, names(authors)]);
    },
  ),
  ask(
    'prefetchRelated() of a reverse relation',
    `[(b.name, sorted(e.headline for e in b.entries.all())) for b in Blog.objects.prefetch_related('entries').order_by('pk')]`,
    async () => {
      const blogs = await Blog.objects.prefetchRelated('entries').orderBy('pk');
      return blogs.map(({ name, entries }) => [
        name,
        entries.map(({ headline }) => headline).sort(),
      ]);
    },
  ),
  ask(
    'prefetchRelated() two steps',
    `[(b.name, sorted(r.text for e in b.entries.all() for r in e.remarks.all())) for b in Blog.objects.prefetch_related('entries__remarks').order_by('pk')]`,
    async () => {
      const blogs = await Blog.objects.prefetchRelated('entries__remarks').orderBy('pk');
      return blogs.map(({ name, entries }) => [
        name,
        entries.flatMap(({ remarks }) => remarks.map(({ text }) => text)).sort(),
      ]);
    },
  ),
  ask(
    'Prefetch with a QuerySet and toAttr',
    `[(b.name, [e.headline for e in b.good]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.filter(rating__gte=4).order_by('-headline'), to_attr='good')).order_by('pk')]`,
    async () => {
      const good = Entry.objects.filter({ rating__gte: 4 }).orderBy('-headline');
      const blogs = await Blog.objects
        .prefetchRelated(Prefetch('entries', good, { toAttr: 'good' }))
        .orderBy('pk');
      return blogs.map((blog) => [
        blog.name,
        toAttr<{ headline: string }>(blog, 'good').map(({ headline }) => headline),
      ]);
    },
  ),
  ask(
    'Prefetch with a limit for each parent',
    `[(b.name, [e.headline for e in b.top]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.order_by('-number_of_comments', 'pk')[:2], to_attr='top')).order_by('pk')]`,
    async () => {
      const top = Entry.objects.orderBy('-number_of_comments', 'pk').slice(0, 2);
      const blogs = await Blog.objects
        .prefetchRelated(Prefetch('entries', top, { toAttr: 'top' }))
        .orderBy('pk');
      return blogs.map((blog) => [
        blog.name,
        toAttr<{ headline: string }>(blog, 'top').map(({ headline }) => headline),
      ]);
    },
  ),
  ask(
    'Prefetch of many-to-many with a limit',
    `[(e.pk, [a.name for a in e.two]) for e in Entry.objects.prefetch_related(Prefetch('authors', Author.objects.order_by('-name')[:2], to_attr='two')).order_by('pk')]`,
    async () => {
      const two = Author.objects.orderBy('-name').slice(0, 2);
      const entries = await Entry.objects
        .prefetchRelated(Prefetch('authors', two, { toAttr: 'two' }))
        .orderBy('pk');
      return entries.map((entry) => [entry.pk, names(toAttr(entry, 'two'))]);
    },
  ),
  ask(
    'Prefetch with an annotated QuerySet',
    `[(w.name, [(b.name, b.n) for b in w.counted]) for w in Writer.objects.prefetch_related(Prefetch('books', Book.objects.annotate(n=Count('writers')).order_by('pk'), to_attr='counted')).order_by('pk')]`,
    async () => {
      const counted = Book.objects.annotate({ n: Count('writers') }).orderBy('pk');
      const writers = await Writer.objects
        .prefetchRelated(Prefetch('books', counted, { toAttr: 'counted' }))
        .orderBy('pk');
      return writers.map((writer) => [
        writer.name,
        toAttr<{ name: string; n: number }>(writer, 'counted').map(({ name, n }) => [name, n]),
      ]);
    },
    {
      differs: [
        [
          'Adrian Holovaty',
          [
            ['Definitive Guide', 2],
            ['Zebra Tales', 1],
          ],
        ],
        [
          'Jacob Kaplan-Moss',
          [
            ['Definitive Guide', 2],
            ['Python Web Development', 2],
          ],
        ],
        ['Brad Dayley', [['Sams Teach Yourself', 1]]],
        ['James Bennett', [['Practical Projects', 1]]],
        ['Jeffrey Forcier', [['Python Web Development', 2]]],
        [
          'Peter Norvig',
          [
            ['AI: A Modern Approach', 2],
            ['Paradigms of AI', 1],
          ],
        ],
        ['Stuart Russell', [['AI: A Modern Approach', 2]]],
        ['Unread Writer', []],
      ],
    },
  ),
  ask(
    'the related rows of one row',
    `list(Blog.objects.get(pk=1).entries.filter(rating__gte=4).order_by('pk'))`,
    async () =>
      (await Blog.objects.get({ pk: 1 })).entries.filter({ rating__gte: 4 }).orderBy('pk'),
  ),
  ask(
    'the count of related rows',
    `[Blog.objects.get(pk=1).entries.count(), Entry.objects.get(pk=1).authors.count()]`,
    async () => [
      await (await Blog.objects.get({ pk: 1 })).entries.count(),
      await (await Entry.objects.get({ pk: 1 })).authors.count(),
    ],
  ),
  ask(
    'exclude() of related rows',
    `list(Entry.objects.get(pk=10).authors.exclude(name='Paul'))`,
    async () => (await Entry.objects.get({ pk: 10 })).authors.exclude({ name: 'Paul' }),
  ),
  ask(
    'annotate() of related rows',
    `list(Blog.objects.get(pk=1).entries.annotate(n=Count('authors')).order_by('-n', 'pk').values_list('pk', 'n'))`,
    async () =>
      (await Blog.objects.get({ pk: 1 })).entries
        .annotate({ n: Count('authors') })
        .orderBy('-n', 'pk')
        .valuesList('pk', 'n'),
  ),
  ask(
    'only() and defer() do not change the rows',
    `[Entry.objects.only('headline').filter(rating=5).count(), Entry.objects.defer('body_text').filter(rating=5).count()]`,
    async () => [
      await Entry.objects.only('headline').filter({ rating: 5 }).count(),
      await Entry.objects.defer('body_text').filter({ rating: 5 }).count(),
    ],
  ),
  ask(
    'all columns of a row',
    `[(e.title, e.starts, e.ends, e.day, e.at, e.is_public, e.venue_id) for e in Event.objects.order_by('pk')]`,
    async () =>
      (await Event.objects.orderBy('pk')).map((event) => [
        event.title,
        event.starts,
        event.ends,
        event.day,
        event.at,
        event.is_public,
        event.venueId,
      ]),
  ),
  ask(
    'raw()',
    `[(b.name, b.n) for b in Blog.objects.raw('SELECT *, id * 2 AS n FROM answers_blog WHERE id < %s ORDER BY id', [3])]`,
    async () =>
      (await Blog.objects.raw('SELECT *, id * 2 AS n FROM blog WHERE id < ? ORDER BY id', [3])).map(
        (blog) => [blog.name, (blog as unknown as { n: unknown }).n],
      ),
  ),
  ask(
    'a filter with F and Q together',
    `Entry.objects.filter(Q(number_of_comments__gt=F('number_of_pingbacks')) & ~Q(rating=5)).order_by('pk')`,
    () =>
      Entry.objects
        .filter(Q({ number_of_comments__gt: F('number_of_pingbacks') }).and(Q({ rating: 5 }).not()))
        .orderBy('pk'),
  ),
];
