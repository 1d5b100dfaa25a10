import { join } from 'node:path';
import { root } from '../../support/repository.ts';

const MODELS = 100;
const QUERIES = 800;

/**
 * The source of a hundred models in a circle, each of which refers to the next and to the one after
 * it, and of eight hundred queries over them. Every fourth has methods for its QuerySets.
 */
export function hundredModels(): string {
  const numbers = Array.from({ length: MODELS }, (_, number) => number);
  const queries = Array.from({ length: QUERIES }, (_, number) => query(number));
  return [
    `import { boolean, char, Count, date, decimal, F, foreignKey, hasMany, integer, manyToMany, model, Q,`,
    `  Sum, text }`,
    `  from ${JSON.stringify(join(root, 'src/orm/index.ts'))};`,
    ...numbers.map(declaration),
    'export async function queries(): Promise<void> {',
    ...queries,
    '  // @ts-expect-error Types that had become any would let this pass.',
    '  await Movie7.objects.filter({ sequel__remake__nowhere: 1 });',
    '  const [movie] = await Movie7.objects.selectRelated("sequel__remake").only("title");',
    '  // @ts-expect-error The rating was not loaded, whatever was joined.',
    '  movie?.rating;',
    '  const title: string | undefined = movie?.sequel.remake.title;',
    '  // @ts-expect-error A title is a text.',
    '  const wrong: number | undefined = movie?.sequel.remake.title;',
    '  const [recent] = await Movie8.objects.only("title").recent().top(3);',
    '  // @ts-expect-error Methods of QuerySets load no more than there was.',
    '  recent?.rating;',
    '  // @ts-expect-error This model has no methods.',
    '  Movie7.objects.recent();',
    '}',
  ].join('\n');
}

const nameOf = (number: number) => `Movie${(number + MODELS) % MODELS}`;

function declaration(number: number): string {
  return `
export const ${nameOf(number)} = model('${nameOf(number)}', {
  title: char({ maxLength: 200, index: true }),
  summary: text({ null: true }),
  year: integer({ null: true }),
  votes: integer({ default: 0 }),
  rating: decimal({ digits: 3, places: 1, null: true }),
  released: date({ null: true }),
  isRestored: boolean({ default: false }),
  get sequel() { return foreignKey(() => ${nameOf(number + 1)}, { onDelete: 'cascade' }); },
  get remake() { return foreignKey(() => ${nameOf(number + 2)}, { onDelete: 'cascade' }); },
  get prequels() { return hasMany(() => ${nameOf(number - 1)}, 'sequel'); },
  get similar() { return manyToMany(() => ${nameOf(number + 3)}); },
})${hasMethods(number) ? METHODS : ''};`;
}

const hasMethods = (number: number) => number % 4 === 0;

const METHODS = `.withQueryMethods({
  recent() { return this.filter({ year__gte: 2000 }); },
  top(count: number) { return this.recent().orderBy('-rating').slice(0, count); },
})`;

const QUERY_KINDS: readonly ((model: string, at: string, recent: string) => string)[] = [
  (model, at, recent) =>
    `const ${at} = await ${model}.objects.filter({ title__icontains: 'a', votes__gte: 3, ` +
    `sequel__remake__year__lt: 1980 })${recent}.orderBy('-sequel__rating', 'title'); ${at}[0]?.votes;`,
  (model, at) =>
    `const ${at} = await ${model}.objects.selectRelated('sequel__remake', 'remake')` +
    `.only('title', 'sequel__title'); ${at}[0]?.sequel.remake.rating;`,
  (model, at) =>
    `const ${at} = await ${model}.objects.prefetchRelated('prequels__similar', 'similar')` +
    `.defer('summary'); ${at}[0]?.prequels[0]?.similar[0]?.title;`,
  (model, at) =>
    `const ${at} = await ${model}.objects.exclude({ prequels__similar__title__in: ['a', 'b'], ` +
    `sequel__isnull: false }).get({ pk: 1 }); (await ${at}.sequel.load()).isRestored;`,
  (model, at) =>
    `const ${at} = await ${model}.objects.create({ title: 'a', sequel: 1, remake: 2 }); ` +
    `await ${model}.objects.filter({ sequel: 3 }).update({ votes: ${at}.votes });`,
  (model, at) =>
    `const ${at} = await ${model}.objects.annotate({ films: Count('prequels'), ` +
    `twice: F('votes').mul(2) }).filter({ films__gt: 3 }).orderBy('-twice').get(); ${at}.films;`,
  (model, at) =>
    `const ${at} = await ${model}.objects.values('year', 'sequel__title')` +
    `.annotate({ votes2: Sum('votes', { default: 0 }) }); ${at}[0]?.sequel__title;`,
  (model, at) =>
    `const ${at} = await ${model}.objects.filter(Q({ year: 1975 }).or({ sequel__votes__gte: 8 }))` +
    `.valuesList('title', 'remake__rating'); ${at}[0]?.[1];`,
];

function query(number: number): string {
  const kind = QUERY_KINDS[Math.floor(number / MODELS)]!;
  const recent = hasMethods(number) ? '.recent()' : '';
  return `  ${kind(nameOf(number % MODELS), `at${number}`, recent)}`;
}
