import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { relationLoadChannel } from '../../src/events/index.ts';
import { createTemplateEngine, templateLocation } from '../../src/templates/index.ts';
import { connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { failureOf } from '../support/failures.ts';
import { temporaryFiles } from '../support/files.ts';
import { countQueries } from '../support/queries.ts';

const engine = createTemplateEngine();

async function render(source: string, context: Readonly<Record<string, unknown>>): Promise<string> {
  return engine.fromString(source).render(context);
}

beforeEach(async () => {
  await connectCinema();
  const [spielberg, scott] = await Director.objects.bulkCreate([
    { name: 'Steven Spielberg' },
    { name: 'Ridley Scott' },
  ]);
  const [jaws, duel] = await Movie.objects.bulkCreate([
    { title: 'Jaws', year: 1975, rating: '8.10', director: spielberg! },
    { title: 'Duel', year: 1971, rating: null, director: spielberg! },
    { title: 'Alien', year: 1979, rating: '8.5', director: scott! },
  ]);
  const [thriller] = await Genre.objects.bulkCreate([{ name: 'Thriller' }]);
  await jaws!.genres.add(thriller!);
  await duel!.genres.add(thriller!);
});

const movies = () => Movie.objects.orderBy('year');

describe('rows and QuerySets', () => {
  test('a loop over a QuerySet takes one query', async () => {
    const source = '{% for movie in movies %}{{ movie.title }} {{ movie.rating }}, {% endfor %}';
    let output = '';
    const queries = await countQueries(async () => {
      output = await render(source, { movies: movies() });
    });
    expect(output).toBe('Duel None, Jaws 8.1, Alien 8.5, ');
    expect(queries).toBe(1);
  });

  test('a relation in the loop is loaded for all rows at once', async () => {
    const source =
      '{% for m in movies %}{{ m.director.name }}{% if m.director.name %}, {% endif %}{% endfor %}';
    let output = '';
    const queries = await countQueries(async () => {
      output = await render(source, { movies: movies() });
    });
    expect(output).toBe('Steven Spielberg, Steven Spielberg, Ridley Scott, ');
    expect(queries).toBe(2);
  });

  test('a page does not change when its view prefetches', async () => {
    const source =
      '{% for d in directors %}{{ d.movies.count }}: {% for m in d.movies.all %}{{ m.title }} {% endfor %}{% endfor %}';
    const directors = Director.objects.orderBy('name');
    const unloaded = await render(source, { directors });
    expect(unloaded).toBe('1: Alien 2: Jaws Duel ');
    const prefetched = directors.prefetchRelated('movies');
    expect(await render(source, { directors: prefetched })).toBe(unloaded);
  });

  test('relations to many too', async () => {
    const source =
      '{% for d in directors %}{{ d.name }}: {% for m in d.movies %}{{ m.title }} {% endfor %}{% endfor %}' +
      '{% for m in movies %}{{ m.genres|join:"/" }}{% for g in m.genres %}{{ g.name }} {% endfor %}{% endfor %}';
    const directors = Director.objects.orderBy('name');
    let output = '';
    const queries = await countQueries(async () => {
      output = await render(source, { directors, movies: movies() });
    });
    expect(output).toContain('Ridley Scott: Alien Steven Spielberg: Jaws Duel ');
    expect(output).toContain('Thriller ');
    expect(queries).toBe(4);
  });

  test.each([
    ['{{ movies.count }}', '3'],
    ['{% if movies.exists %}yes{% endif %}', 'yes'],
    ['{{ movies.first.title }}', 'Duel'],
    ['{{ movies|length }}', '3'],
    ['{{ movies.1.title }}', 'Jaws'],
    ['{% for m in movies.reverse %}{{ m.title }} {% endfor %}', 'Alien Jaws Duel '],
    [
      '{% regroup movies by director.name as ds %}{% for d in ds %}{{ d.grouper }} {{ d.list|length }} {% endfor %}',
      'Steven Spielberg 2 Ridley Scott 1 ',
    ],
    [
      '{% for m in movies|dictsort:"director.name" %}{{ m.title }} {% endfor %}',
      'Alien Duel Jaws ',
    ],
    ['{% with all=movies %}{{ all.count }} {{ all.0.title }}{% endwith %}', '3 Duel'],
  ])('%s', async (source, output) => {
    expect(await render(source, { movies: movies() })).toBe(output);
  });

  test('no method that changes rows is called', async () => {
    const movie = await movies().get({ title: 'Jaws' });
    const source = '[{{ movie.delete }}{{ movie.save }}{{ movie.genres.clear }}]';
    expect(await render(source, { movie })).toBe('[]');
    const many = '[{{ movies.delete }}{{ movies.all.delete }}{{ movies.bulkCreate }}]';
    expect(await render(many, { movies: movies() })).toBe('[]');
    expect(await Movie.objects.count()).toBe(3);
    expect(await movie.genres.count()).toBe(1);
  });

  test('a QuerySet that is not used makes no query', async () => {
    const source = '{% if False %}{{ movies }}{% endif %}{% with m=movies %}-{% endwith %}';
    const queries = await countQueries(async () => {
      expect(await render(source, { movies: movies() })).toBe('-');
    });
    expect(queries).toBe(0);
  });
});

test('the place of an access is the line of the template', async () => {
  const directory = temporaryFiles({
    'list.html': '<ul>\n{% for m in movies %}\n<li>{{ m.director.name }}\n{% endfor %}',
  });
  const places: (string | undefined)[] = [];
  onTestFinished(relationLoadChannel.subscribe(({ site }) => void places.push(site?.key)));
  await createTemplateEngine({ directories: [directory] }).render('list.html', {
    movies: movies(),
  });
  expect(places[0]).toBe(`${join(directory, 'list.html')}:3`);
});

test('a column that was not loaded is an error with the line of the template', async () => {
  const failing = () =>
    render('{% for m in movies %}\n{{ m.votes }}{% endfor %}', {
      movies: movies().only('title'),
    });
  const error = await failureOf(failing);
  expect(error).toMatchObject({ code: expect.stringMatching(/^orm\./) });
  expect(String(error)).toContain('<template string>, line 2, column 4');
  expect(templateLocation(error)).toMatchObject({ line: 2 });
});
