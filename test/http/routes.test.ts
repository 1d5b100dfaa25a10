import { describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/http/index.ts';

function cinemaApp(): App {
  return createApp({ mode: 'development' });
}

/** An app with one route that answers with its parameters. */
function appWith(path: string): App {
  const app = cinemaApp();
  app.get(path, { name: 'route' }, async (request) => request.params as object);
  return app;
}

describe('urlFor', () => {
  test('fills in the parameters of a named route, by name or in their order', () => {
    const app = appWith('/movies/:id/cast/:role');
    expect(app.urlFor('route', { id: 7, role: 'chief' })).toBe('/movies/7/cast/chief');
    expect(app.urlFor('route', [7, 'chief'])).toBe('/movies/7/cast/chief');
    expect(app.urlFor('route', { id: 12345678901234567890n, role: 'x' })).toBe(
      '/movies/12345678901234567890/cast/x',
    );
  });

  test('adds the query, lists name by name, and leaves out what is null', () => {
    const app = appWith('/movies');
    const query = { page: 2, genre: ['Drama', 'Film Noir'], q: 'a&b', from: null, to: undefined };
    expect(app.urlFor('route', {}, query)).toBe(
      '/movies?page=2&genre=Drama&genre=Film+Noir&q=a%26b',
    );
    expect(app.urlFor('route', {}, { from: null })).toBe('/movies');
  });

  test.each([
    ['/movies/:title', { title: 'Amélie/2001?#%&=+ "<>' }],
    ['/movies/:title', { title: '100%' }],
    ['/movies/:title', { title: '日本 🎬' }],
    ['/movies/:title', { title: '...' }],
    ['/movies/:title', { title: 'x'.repeat(500) }],
    ['/movies/:id(^\\d+$)', { id: '42' }],
    ['/movies/:from(^\\d{4}$)-:to(^\\d{4}$)', { from: '1970', to: '1979' }],
    ['/movies/:from(^(?:19|20)\\d\\d$)/best', { from: '1975' }],
    ['/posters/:file.png', { file: 'jaws' }],
    ['/at/:hour(^\\d{2})h:minute(^\\d{2})m', { hour: '20', minute: '15' }],
    ['/files/*', { '*': 'a b/c?d/é.txt' }],
    ['/files/*', { '*': '' }],
    ['/movies/:page?', { page: '3' }],
    ['/movies/:page?', {}],
    ['/:page?', {}],
    ['/movies/::today', {}],
    ['/café/100%/:id', { id: '1' }],
  ])('%s gives the view back what it was made from: %o', async (path, parameters) => {
    const app = appWith(path);
    const answer = await app.inject(app.urlFor('route', parameters));
    expect(answer.statusCode).toBe(200);
    const given = Object.entries(answer.json<Record<string, string>>());
    expect(Object.fromEntries(given.filter(([, value]) => value !== undefined))).toEqual(
      parameters,
    );
  });

  test('has the prefix of the plugin that added the route', async () => {
    const app = cinemaApp();
    app.register(
      async (scope) => {
        scope.get('/', { name: 'movies' }, async () => 'list');
        scope.get('/:id', { name: 'movie-detail' }, async () => 'one');
      },
      { prefix: '/movies' },
    );
    await app.ready();
    expect(app.urlFor('movies')).toBe('/movies');
    expect(app.urlFor('movie-detail', { id: 1 })).toBe('/movies/1');
  });

  test('is there on the reply, and with config.name as plain Fastify routes have it', async () => {
    const app = cinemaApp();
    app.get('/movies/:id', { config: { name: 'movie-detail' } }, async (_request, reply) =>
      reply.urlFor('movie-detail', { id: 3 }),
    );
    expect((await app.inject('/movies/1')).body).toBe('/movies/3');
  });

  test('names the nearest route for an unknown name', () => {
    const app = appWith('/movies/:id');
    expect(() => app.urlFor('ruote')).toThrow(
      expect.objectContaining({
        code: 'http.route.unknown',
        message: 'No route is named "ruote".',
        hint: 'Did you mean "route"? Choices: route.',
      }),
    );
  });

  test('wants each parameter and no other', () => {
    const app = appWith('/movies/:id');
    expect(() => app.urlFor('route')).toThrow(
      expect.objectContaining({
        code: 'http.route.parameter_missing',
        message: 'The route "route" needs a value for "id".',
        hint: 'Pass { id: … }.',
      }),
    );
    expect(() => app.urlFor('route', { id: 1, pgae: 2 })).toThrow(
      expect.objectContaining({ code: 'http.route.parameter_unknown' }),
    );
    expect(() => app.urlFor('route', [1, 2])).toThrow(
      expect.objectContaining({ code: 'http.route.parameter_unknown' }),
    );
  });

  test.each([
    ['/movies/:id', '', 'is empty'],
    ['/movies/:id', '..', 'browsers take out'],
    ['/movies/:id', '\ud800', 'a string'],
    ['/movies/:id', Number.NaN, 'NaN'],
    ['/movies/:id(^\\d+$)', 'seven', 'does not match'],
    ['/files/*', 'a/../b', 'browsers take out'],
  ])('refuses for %s the value %j, which would not come back', (path, value, problem) => {
    const app = appWith(path);
    expect(() => app.urlFor('route', [value])).toThrow(
      expect.objectContaining({
        code: 'http.route.parameter_invalid',
        message: expect.stringContaining(problem),
      }),
    );
  });
});

describe('route names', () => {
  test('two paths cannot share a name, two methods of one path can', () => {
    const app = cinemaApp();
    app.get('/movies', { name: 'movies' }, async () => 'list');
    app.post('/movies', { name: 'movies' }, async () => 'create');
    expect(() => app.get('/films', { name: 'movies' }, async () => 'list')).toThrow(
      expect.objectContaining({
        code: 'http.route.duplicate_name',
        message: 'The routes /movies and /films are both named "movies".',
      }),
    );
  });

  test('are listed with methods, paths and, in development, the line that added them', () => {
    const app = cinemaApp();
    app.get('/movies', { name: 'movies' }, async () => 'list');
    app.route({ method: ['PUT', 'PATCH'], url: '/movies/:id', handler: async () => 'update' });
    app.head('/health', async () => '');
    expect(app.routeList.map(({ methods, path, name }) => [methods, path, name])).toEqual([
      [['GET'], '/movies', 'movies'],
      [['PUT', 'PATCH'], '/movies/:id', undefined],
      [['HEAD'], '/health', undefined],
    ]);
    expect(app.routeList[0]?.site?.location?.file).toBe(import.meta.filename);
  });
});
