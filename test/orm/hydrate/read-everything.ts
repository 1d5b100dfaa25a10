/** Reads rows in all forms and prints them as JSON; run with and without code generation. */
import { type RowsUse, rowsLoadedChannel } from '../../../src/events/index.ts';
import {
  Count,
  char,
  connect,
  createTables,
  decimal,
  disconnect,
  foreignKey,
  hasMany,
  integer,
  manyToMany,
  model,
} from '../../../src/orm/index.ts';

const Director = model('Director', {
  name: char({ maxLength: 120 }),
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});
const Genre = model('Genre', { name: char({ maxLength: 40 }) });
const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  year: integer({ null: true }),
  rating: decimal({ digits: 3, places: 1, null: true }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade', null: true });
  },
  get genres() {
    return manyToMany(() => Genre);
  },
});

connect({ default: 'sqlite::memory:' });
await createTables();
const kubrick = await Director.objects.create({ name: 'Stanley Kubrick' });
const drama = await Genre.objects.create({ name: 'Drama' });
const shining = await Movie.objects.create({
  title: 'The Shining',
  rating: '8.4',
  director: kubrick,
});
await Movie.objects.create({ title: 'Jaws', year: 1975 });
await shining.genres.add(drama);

const movies = Movie.objects.orderBy('title');
const loaded = await movies.selectRelated('director').prefetchRelated('genres');
const peers: unknown[] = [];
for (const movie of await movies) peers.push(await movie.director.load());
const short = (await movies.only('title'))[0]!;
let refusal = '';
try {
  String((short as unknown as { year: unknown }).year);
} catch (error) {
  refusal = (error as { code: string }).code;
}
const watched: RowsUse[] = [];
const stop = rowsLoadedChannel.subscribe((event) => watched.push(...event.rows));
const noted = await movies
  .annotate({ films: Count('director__movies') })
  .selectRelated('director')
  .prefetchRelated('genres');
stop();
const seen = noted.map((movie) => [movie.title, movie.films, movie.director?.pk, { ...movie }.id]);
const rows = [
  seen,
  watched,
  noted.map((movie) => [Object.keys(movie), movie]),
  loaded,
  loaded.map((movie) => [
    movie.constructor.name,
    movie.pk,
    String(movie.rating),
    Object.keys(movie),
  ]),
  peers,
  refusal,
  await Director.objects.annotate({ films: Count('movies') }),
  await movies.values('title', 'director__name'),
  await movies.valuesList('title', 'rating'),
  await movies.valuesList('title', { flat: true }),
  JSON.parse(Buffer.from(await movies.toJSON()).toString()),
];
await disconnect();
process.stdout.write(JSON.stringify(rows));
