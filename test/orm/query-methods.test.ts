import { expect, onTestFinished, test } from 'vitest';
import { isAltersData } from '../../src/core/index.ts';
import { queryChannel } from '../../src/events/index.ts';
import {
  abstractModel,
  boolean,
  Count,
  char,
  createTables,
  F,
  foreignKey,
  hasMany,
  integer,
  manyToMany,
  manyToManyOf,
  model,
  Prefetch,
  Subquery,
  Sum,
} from '../../src/orm/index.ts';
import { connectEmpty, type DatabaseKind, describeEachDatabase } from '../support/databases.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { countQueries } from '../support/queries.ts';

const Published = abstractModel({ isPublished: boolean({ default: false }) }).withQueryMethods({
  published() {
    return this.filter({ isPublished: true });
  },
  kind() {
    return 'published';
  },
});

const Shelf = model('QmShelf', {
  name: char({ maxLength: 9 }),
  get books() {
    return hasMany(() => Book, 'shelf');
  },
});

const Tag = model('QmTag', {
  name: char({ maxLength: 9 }),
  get books() {
    return manyToManyOf(() => Book, 'tags');
  },
});

const Book = model(
  'QmBook',
  {
    title: char({ maxLength: 9 }),
    pages: integer({ default: 1 }),
    get shelf() {
      return foreignKey(() => Shelf, { onDelete: 'cascade' });
    },
    get tags() {
      return manyToMany(() => Tag);
    },
  },
  { bases: [Published], ordering: ['title'] },
)
  .withQueryMethods({
    top(count: number) {
      return this.orderBy('-pages', 'title').slice(0, count);
    },
    bestPublished() {
      return this.published().top(1);
    },
    withTags() {
      return this.annotate({ tagged: Count('tags') });
    },
    async totalPages() {
      const { total } = await this.aggregate({ total: Sum('pages', { default: 0 }) });
      return total;
    },
    addChapter(pages = 10) {
      return this.update({ pages: F('pages').add(pages) });
    },
    addNew(title: string, shelf: { readonly pk: unknown }) {
      return this.create({ title, shelf, isPublished: true });
    },
    fail() {
      return this.filter({ titel: 1 } as never);
    },
  })
  .withQueryMethods({
    kind() {
      return 'book';
    },
  })
  .withManagers({
    long() {
      return this.published().filter({ pages__gte: 100 });
    },
  });

async function fill(kind: DatabaseKind) {
  await connectEmpty(kind);
  await createTables();
  const shelf = await Shelf.objects.create({ name: 'A' });
  const other = await Shelf.objects.create({ name: 'B' });
  const books = await Book.objects.bulkCreate([
    { title: 'Dune', pages: 600, shelf, isPublished: true },
    { title: 'Emma', pages: 400, shelf, isPublished: true },
    { title: 'Draft', pages: 900, shelf },
    { title: 'Ubik', pages: 90, shelf: other, isPublished: true },
  ]);
  const tag = await Tag.objects.create({ name: 'sf' });
  await books[0]!.tags.add(tag);
  await books[2]!.tags.add(tag);
  return { shelf, other, tag };
}

const titles = async (books: PromiseLike<readonly { readonly title: string }[]>) =>
  (await books).map(({ title }) => title);

describeEachDatabase('methods of QuerySets', (kind) => {
  test('are called first, last and in the middle of a chain', async () => {
    await fill(kind);
    expect(await titles(Book.objects.published())).toEqual(['Dune', 'Emma', 'Ubik']);
    expect(
      await titles(Book.objects.filter({ pages__gt: 100 }).published().orderBy('title').top(5)),
    ).toEqual(['Dune', 'Emma']);
    expect(await titles(Book.objects.exclude({ title: 'Dune' }).bestPublished())).toEqual(['Emma']);
    expect(await Book.objects.published().reverse().published().count()).toBe(3);
  });

  test('keep what the QuerySet was before', async () => {
    await fill(kind);
    expect(await Book.objects.values('title').published().top(1)).toEqual([{ title: 'Dune' }]);
    const [draft] = await Book.objects.only('title').withTags().filter({ tagged: 1, pages: 900 });
    expect({ ...draft }).toEqual({ id: 3, title: 'Draft', tagged: 1 });
    const joined = await Book.objects.selectRelated('shelf').bestPublished().get();
    expect(joined.shelf.name).toBe('A');
    expect(await Book.objects.union(Book.objects.published()).kind()).toBe('book');
  });

  test('may ask, and may write', async () => {
    await fill(kind);
    expect(await Book.objects.published().totalPages()).toBe(1090);
    expect(await Book.objects.published().addChapter()).toBe(3);
    expect(await Book.objects.totalPages()).toBe(2020);
    const shelf = await Shelf.objects.get({ name: 'B' });
    const made = await Book.objects.addNew('Ada', shelf);
    expect(made.title).toBe('Ada');
  });

  test('are those of managers and of relations to many', async () => {
    const { shelf, tag } = await fill(kind);
    expect(await titles(Book.long.top(1))).toEqual(['Dune']);
    expect(await titles(shelf.books.published())).toEqual(['Dune', 'Emma']);
    expect(await titles(shelf.books.filter({ pages__lt: 500 }).published())).toEqual(['Emma']);
    expect(await titles(shelf.books.all().bestPublished())).toEqual(['Dune']);
    expect(await shelf.books.totalPages()).toBe(1900);
    expect(await titles(tag.books.published())).toEqual(['Dune']);
    expect(await shelf.books.addNew('Ada', shelf)).toMatchObject({ shelfId: shelf.id });
  });

  test('and of those that were prefetched', async () => {
    await fill(kind);
    const shelves = Shelf.objects
      .prefetchRelated(Prefetch('books', Book.objects.bestPublished()))
      .orderBy('name');
    expect(await countQueries(() => shelves)).toBe(2);
    const [first, second] = await shelves;
    expect([first!.books[0]!.title, second!.books[0]!.title]).toEqual(['Dune', 'Ubik']);
    expect(await titles(first!.relatedSet('books').published())).toEqual(['Dune', 'Emma']);
  });

  test('are of use in subqueries', async () => {
    await fill(kind);
    const shelves = Shelf.objects.filter({ books__in: Book.objects.published().top(2) });
    expect((await shelves.distinct()).map(({ name }) => name)).toEqual(['A']);
    const best = Subquery(Book.objects.bestPublished().values('title'));
    expect((await Shelf.objects.annotate({ best }).get({ name: 'B' })).best).toBe('Dune');
  });
});

test("a model's own method goes before that of its base, a later one before an earlier", () => {
  expect(Book.objects.kind()).toBe('book');
});

test('a call makes no query, and a new QuerySet each time', async () => {
  await fill('sqlite');
  expect(await countQueries(async () => void Book.objects.published().top(3))).toBe(0);
  const published = Book.objects.published();
  expect(await countQueries(async () => [await published, await published])).toBe(1);
  expect(await countQueries(async () => void (await published.published()))).toBe(1);
});

test('a mistake inside of a method is an error of its line', async () => {
  expect(await codeOf(() => Book.objects.fail())).toBe('orm.field.unknown');
});

test('a query is said to come from the line that calls the method', async () => {
  await fill('sqlite');
  const lines: (string | undefined)[] = [];
  onTestFinished(
    queryChannel.subscribe(({ origin }) => lines.push(origin.site?.location?.functionName)),
  );
  await (async function theView() {
    await Book.objects.bestPublished();
  })();
  expect(lines).toEqual(['theView']);
});

test.each(['filter', 'then', 'add', 'clear', 'constructor'])(
  'QuerySets keep a "%s" of their own',
  async (name) => {
    const faulty = () => Tag.withQueryMethods({ [name]: () => 1 });
    expect(await failureOf(faulty)).toMatchObject({
      code: 'orm.model.invalid',
      message: `QmTag: QuerySets have a "${name}" of their own.`,
    });
  },
);

test('only methods are methods', async () => {
  const faulty = () =>
    Tag.withQueryMethods({
      get published() {
        return 1;
      },
    });
  expect(await failureOf(faulty)).toMatchObject({
    code: 'orm.model.invalid',
    message: 'QmTag: "published" is no method of QuerySets.',
    hint: 'Write published() { return this.filter({ … }); }.',
  });
  expect(await codeOf(() => Tag.withManagers({ all: 3 }))).toBe('orm.model.invalid');
});

test('templates are kept from methods that change data, and from no others', async () => {
  const Draft = model('QmDraft', { title: char({ maxLength: 9 }) })
    .withMethods(
      {
        publish() {
          return this.save();
        },
        shout() {
          return this.title.toUpperCase();
        },
      },
      { altersData: ['publish'] },
    )
    .withQueryMethods(
      {
        purge() {
          return this.delete();
        },
        short() {
          return this.filter({ title: 'a' });
        },
      },
      { altersData: ['purge'] },
    );
  await connectEmpty('sqlite');
  await createTables();
  const draft = await Draft.objects.create({ title: 'a' });
  expect([draft.publish, draft.shout].map(isAltersData)).toEqual([true, false]);
  expect([Draft.objects.purge, Draft.objects.short].map(isAltersData)).toEqual([true, false]);
  const misspelled = { altersData: ['pruge'] } as never;
  expect(await failureOf(() => Draft.withQueryMethods({ purge2() {} }, misspelled))).toMatchObject({
    code: 'orm.model.invalid',
    message: 'QmDraft: "pruge" is none of the methods.',
  });
});
