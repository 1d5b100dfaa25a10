import { expect, onTestFinished, test } from 'vitest';
import { LanguageServer } from './language-server.ts';

const COLUMNS = ['id', 'rating', 'title', 'votes', 'year'];
const TO_ONE = ['director', 'studio'];
const KEYS = ['directorId', 'studioId'];
const PATHS = [...COLUMNS, ...TO_ONE, ...KEYS, 'genres', 'pk'].sort();

test('an editor completes names of fields, relations and lookups', async () => {
  const server = await LanguageServer.start();
  onTestFinished(() => server.stop());
  let files = 0;
  const complete = (call: string) =>
    server
      .completionsAt(
        `test/orm/types/editor-${++files}.ts`,
        `import { Movie } from '../../support/cinema.ts';\nMovie.objects.${call};\n`,
      )
      .then(([found]) => found);

  const keys = await complete('filter({ | })');
  expect(keys).toEqual(expect.arrayContaining([...COLUMNS, ...TO_ONE, 'genres']));
  expect(keys).toEqual(expect.arrayContaining(['title__icontains', 'year__gte', 'votes__in']));
  expect(keys).not.toContain('connector');
  const further = await complete("exclude({ title: 'Jaws', v| })");
  expect(further).toEqual(expect.arrayContaining(['votes', 'votes__gt']));
  expect(further).not.toContain('title');

  expect(await complete("orderBy('|')")).toEqual(PATHS);
  expect(await complete("orderBy('title', '-|')")).toEqual(PATHS.map((path) => `-${path}`));
  expect(await complete("values('ye|')")).toEqual(['year']);
  expect(await complete("valuesList('|', { flat: true })")).toEqual(PATHS);
  expect(await complete("only('title', '|')")).toEqual(PATHS.filter((path) => path !== 'genres'));
  expect(await complete("only('director__|')")).toEqual([
    'director__born',
    'director__country',
    'director__countryId',
    'director__id',
    'director__name',
    'director__pk',
  ]);
  expect(await complete("selectRelated('|')")).toEqual(TO_ONE);
  expect(await complete("prefetchRelated('|')")).toEqual(['director', 'genres', 'studio']);
  expect(await complete("prefetchRelated('director__|')")).toEqual([
    'director__country',
    'director__movies',
  ]);
  expect(await complete('getOrCreate({ | })')).toEqual(
    expect.arrayContaining(['title', 'title__iexact', 'director']),
  );
  expect(await complete('updateOrCreate({ ti| })')).toEqual(expect.arrayContaining(['title']));
  expect(await complete('update({ | })')).toEqual(
    expect.arrayContaining(['title', 'votes', 'director', 'directorId']),
  );
  expect(await complete('create({ | })')).toEqual(expect.arrayContaining(['title', 'director']));

  const [methods] = await server.completionsAt(
    'test/orm/types/editor-methods.ts',
    `import { char, model } from '../../../src/orm/index.ts';
const Book = model('Book', { title: char({ maxLength: 9 }) }).withQueryMethods({
  published() {
    return this.filter({ title: 'a' });
  },
});
Book.objects.filter({ title: 'b' }).p|;
`,
  );
  expect(methods).toEqual(expect.arrayContaining(['published', 'prefetchRelated']));
});
