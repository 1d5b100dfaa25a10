import { expectTypeOf } from 'vitest';
import {
  abstractModel,
  boolean,
  Count,
  char,
  type Decimal,
  decimal,
  foreignKey,
  hasMany,
  integer,
  manyToMany,
  model,
  Prefetch,
  type QuerySet,
  type Row,
  Sum,
} from '../../../src/orm/index.ts';

// Checked by the compiler and never run: see types.test.ts.

const Published = abstractModel({ isPublished: boolean({ default: false }) }).withQueryMethods({
  published() {
    return this.filter({ isPublished: true });
  },
});

const Author = model('Author', {
  name: char({ maxLength: 9 }),
  get books() {
    return hasMany(() => Book, 'author');
  },
}).withMethods({
  async firstPublished() {
    return await this.relatedSet('books').published().first();
  },
});

const Tag = model('Tag', { name: char({ maxLength: 9 }) });

const Book = model(
  'Book',
  {
    title: char({ maxLength: 9 }),
    price: decimal({ digits: 5, places: 2, null: true }),
    pages: integer(),
    get author() {
      return foreignKey(() => Author, { onDelete: 'cascade' });
    },
    get tags() {
      return manyToMany(() => Tag);
    },
    get similar() {
      return manyToMany(() => Book);
    },
  },
  { bases: [Published] },
)
  .withMethods({
    isLong() {
      return this.pages > 500;
    },
  })
  .withQueryMethods({
    top(count: number) {
      return this.orderBy('-price').slice(0, count);
    },
    bestPublished(count = 3) {
      return this.published().top(count);
    },
    withAuthor() {
      return this.selectRelated('author');
    },
    counted() {
      return this.annotate({ tagged: Count('tags') });
    },
    titles() {
      return this.valuesList('title', { flat: true });
    },
    brief() {
      return this.only('title');
    },
    async pagesOfAll() {
      const { pages } = await this.aggregate({ pages: Sum('pages', { default: 0 }) });
      return pages;
    },
    inGroups<Key extends string>(keys: readonly Key[]): Map<Key, number> {
      return new Map(keys.map((key, index) => [key, index]));
    },
    authors() {
      return Author.objects.filter({ books__isPublished: true });
    },
  })
  .withManagers({
    expensive() {
      return this.published().filter({ price__gte: 20 });
    },
  });

export async function chains() {
  const rows = await Book.objects.filter({ pages__gt: 3 }).published().orderBy('title').top(5);
  expectTypeOf(rows[0]!.title).toEqualTypeOf<string>();
  expectTypeOf(rows[0]!.isLong()).toEqualTypeOf<boolean>();
  expectTypeOf(await Book.objects.published().get()).toEqualTypeOf<Row<typeof Book>>();
  expectTypeOf((await Book.objects.bestPublished().withAuthor().get()).author.name).toBeString();
  expectTypeOf(await Book.expensive.top(2).pagesOfAll()).toEqualTypeOf<number>();
  expectTypeOf(Book.objects.inGroups(['a', 'b'])).toEqualTypeOf<Map<'a' | 'b', number>>();
  expectTypeOf((await Book.objects.authors().get()).name).toBeString();

  // @ts-expect-error Book has no method "publisched".
  Book.objects.publisched();
  // @ts-expect-error nor has it in the middle of a chain.
  Book.objects.filter({ pages: 3 }).publisched();
  // @ts-expect-error a count is a number.
  Book.objects.published().top('5');
  // @ts-expect-error the count is required.
  Book.objects.top();
  // @ts-expect-error Tags have no such method.
  Tag.objects.published();
  // @ts-expect-error authors have not either.
  Book.objects.authors().published();
}

export async function rowsFollow() {
  const brief = await Book.objects.only('title').published().get();
  expectTypeOf(brief.title).toBeString();
  // @ts-expect-error the pages were not loaded before the method.
  brief.pages;
  const briefer = await Book.objects.published().brief().published().get();
  // @ts-expect-error nor by the method.
  briefer.pages;
  const deferred = await Book.objects.defer('pages').withAuthor().get();
  expectTypeOf(deferred.author.name).toBeString();
  // @ts-expect-error what was deferred stays so.
  deferred.pages;

  const joined = await Book.objects.selectRelated('author').published().top(1).get();
  expectTypeOf(joined.author.name).toBeString();
  const fetched = await Book.objects.prefetchRelated('tags').withAuthor().published().get();
  expectTypeOf(fetched.tags[0]!.name).toBeString();
  expectTypeOf(fetched.author.name).toBeString();

  const counted = await Book.objects
    .annotate({ sold: Sum('pages') })
    .counted()
    .filter({ tagged__gte: 2, sold__gt: 3 })
    .published()
    .orderBy('-tagged')
    .get();
  expectTypeOf(counted.tagged).toEqualTypeOf<number>();
  expectTypeOf(counted.sold).toEqualTypeOf<number | null>();
  expectTypeOf(counted.isLong()).toBeBoolean();

  const values = await Book.objects.values('title', 'price').published();
  expectTypeOf(values[0]!).toEqualTypeOf<{ title: string; price: Decimal | null }>();
  const grouped = await Book.objects.values('title').counted();
  expectTypeOf(grouped[0]!.tagged).toEqualTypeOf<number>();
  expectTypeOf(grouped[0]!.title).toEqualTypeOf<string>();
  expectTypeOf(await Book.objects.published().titles()).toEqualTypeOf<string[]>();
  expectTypeOf(await Book.objects.valuesList('pages', { flat: true }).published()).toEqualTypeOf<
    number[]
  >();
  for await (const book of Book.objects.published().iterator()) book.pages;
}

export async function relations() {
  const author = await Author.objects.get();
  expectTypeOf((await author.books.published().get()).title).toBeString();
  await author.books.filter({ pages: 1 }).published().count();
  await author.books.all().published().create({ title: 'a', pages: 1, author });
  expectTypeOf((await author.firstPublished())?.title).toEqualTypeOf<string | undefined>();
  const book = await Book.objects.get();
  await book.similar.published().top(3);
  const { best } = await Author.objects
    .prefetchRelated(
      Prefetch('books', Book.objects.bestPublished().withAuthor(), { toAttr: 'best' }),
    )
    .get();
  expectTypeOf(best[0]!.author.name).toBeString();
  // @ts-expect-error tags have no such method.
  book.tags.published();
}

/** Functions that take QuerySets. */
export function takes(books: QuerySet<typeof Book>) {
  let found = books.published();
  if (books !== undefined) found = found.filter({ title: 'a' });
  found = Book.objects.filter({ pages: 3 });
  return found.top(1);
}
takes(Book.objects);
takes(Book.objects.published());
takes(Book.expensive);
// @ts-expect-error other rows.
takes(Tag.objects);
