import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Movie } from '../../examples/cinema/models.ts';
import { cache } from '../../src/cache/index.ts';
import type { App } from '../../src/http/index.ts';
import { countQueries, openCinema, visit } from './cinema.ts';

describe('the pages', () => {
  let app: App;
  beforeAll(async () => {
    app = await openCinema({ mode: 'development', toolbar: false });
  });
  afterAll(() => app.close());

  async function htmlOf(url: string): Promise<string> {
    const { statusCode, headers, body } = await visit(app, url);
    expect(statusCode, url).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    return body;
  }

  async function idOf(title: string): Promise<number> {
    return (await Movie.objects.get({ title })).id;
  }

  test('the start page promises each page’s queries, and the pages keep it', async () => {
    const start = await htmlOf('/');
    const promises = [
      ...start.matchAll(/<a href="([^"]+)">\s*<span class="cost"[^>]*>(\d+) queries/g),
    ];
    expect(promises.map(([, url, count]) => `${url} ${count}`)).toEqual([
      '/movies 2',
      '/movies/slow 50',
      '/movies/peers 2',
      '/directors 3',
      `/movies/${await idOf('The Shawshank Redemption')} 2`,
      '/api/movies 2',
    ]);
    for (const [, url, count] of promises) {
      expect(await countQueries(() => visit(app, url!)), url).toBe(Number(count));
    }
  });

  test('the start page counts what there is', async () => {
    expect(await htmlOf('/')).toContain('3,200 films by 550 directors');
  });

  test('every link leads somewhere', async () => {
    const seen = new Set<string>(['/']);
    let visited = 0;
    for (const url of seen) {
      if (++visited > 150) break;
      const { statusCode, body, headers } = await visit(app, url);
      expect(statusCode, url).toBe(200);
      if (!String(headers['content-type']).startsWith('text/html')) continue;
      for (const [, address] of body.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)) {
        seen.add(address!.replaceAll('&amp;', '&'));
      }
    }
    expect(visited).toBeGreaterThan(150);
  });

  test('/movies/kept asks once, until a film or a director changes', async () => {
    await cache().clear();
    expect(await countQueries(() => visit(app, '/movies/kept?first'))).toBe(1);
    expect(await countQueries(() => visit(app, '/movies/kept?again'))).toBe(0);
    const first = await Movie.objects.first();
    const { id, title } = first!;
    await Movie.objects.filter({ id }).update({ title: 'Renamed' });
    expect(await htmlOf('/movies/kept')).toContain('Renamed');
    await Movie.objects.filter({ id }).update({ title });
    expect(await htmlOf('/movies/kept')).not.toContain('Renamed');
  });

  test('a page shows its own code', async () => {
    const body = await htmlOf('/movies/peers');
    expect(body).toContain('8 lines, examples/cinema/views/movie-list-peers.ts');
    expect(body).toContain(
      '<span class="line" data-number="9">  for (const movie of await Movie.objects.slice(0, 50)) {',
    );
  });

  describe('/movies', () => {
    test('lists 25 films, those with the most votes first', async () => {
      const body = await htmlOf('/movies');
      expect(body.match(/<th scope="row">/g)).toHaveLength(25);
      expect(body).toMatch(/The Shawshank Redemption[\s\S]+Frank Darabont[\s\S]+The Dark Knight/);
      expect(body).toContain('$28,241,469');
    });

    test('has all films on its pages, each once', async () => {
      const found = new Set<string>();
      for (let page = 1; page <= 128; page++) {
        for (const [, url] of (await htmlOf(`/movies?page=${page}`)).matchAll(
          /<th scope="row"><a class="plain" href="([^"]+)"/g,
        )) {
          found.add(url!);
        }
      }
      expect(found.size).toBe(3200);
    });

    test('says where it does not know', async () => {
      expect(await htmlOf('/movies?page=2')).toContain('no director known');
    });

    test('finds titles, whatever the case', async () => {
      const body = await htmlOf('/movies?q=GODFATHER');
      expect(body).toContain('“GODFATHER” in the title');
      expect(body).toContain('The Godfather: Part III');
      expect(body).not.toContain('Shawshank');
      expect(await countQueries(() => visit(app, '/movies?q=godfather'))).toBe(2);
    });

    test('keeps the search from page to page', async () => {
      const body = await htmlOf('/movies?q=The%20%26&page=1');
      expect(body).toContain('No film has');
      expect(await htmlOf('/movies?q=love')).toContain('href="/movies?q=love&amp;page=2"');
    });

    test.each(['%', '_', "'; DROP TABLE movie --", '🎬'])(
      'says so when no title has %j',
      async (search) => {
        const body = await htmlOf(`/movies?q=${encodeURIComponent(search)}`);
        expect(body).toContain('Show all films');
        expect(body).not.toContain('<table>');
      },
    );

    test('writes what was searched for as text', async () => {
      const body = await htmlOf(`/movies?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
      expect(body).not.toContain('<script>alert');
      expect(body).toContain('value="&quot;&gt;&lt;script&gt;');
    });
  });

  test('/movies/slow and /movies/peers show the same films and directors', async () => {
    const rowsOf = (body: string) => /<tbody>[\s\S]*<\/tbody>/.exec(body)![0];
    const slow = rowsOf(await htmlOf('/movies/slow'));
    expect(slow.match(/<tr>/g)).toHaveLength(50);
    expect(slow).toContain('Christopher Nolan');
    expect(rowsOf(await htmlOf('/movies/peers'))).toBe(slow);
  });

  test('/directors shows the films of each that have the most votes', async () => {
    const pages = await Promise.all(
      Array.from({ length: 23 }, (_, index) => htmlOf(`/directors?page=${index + 1}`)),
    );
    const card = pages.join('').match(/<h2>Steven Spielberg<\/h2>[\s\S]*?<\/ol>/)![0];
    expect(card).toContain('23 films');
    expect(card.match(/<li>/g)).toHaveLength(3);
    expect(card).toMatch(/Schindler&#x27;s List[\s\S]+Saving Private Ryan[\s\S]+Raiders/);
  });

  describe('/movies/:id', () => {
    test('shows what is known', async () => {
      const body = await htmlOf(`/movies/${await idOf('Pulp Fiction')}`);
      expect(body).toContain('<title>Pulp Fiction (1994) · Cinema</title>');
      for (const text of [
        '14 October 1994',
        'Quentin Tarantino',
        '$212,928,762',
        '417,703 votes',
      ]) {
        expect(body).toContain(text);
      }
      expect(body).toContain('Also by Quentin Tarantino');
      expect(body).toContain('Reservoir Dogs');
    });

    test('claims no day where only the year is known', async () => {
      expect(await htmlOf(`/movies/${await idOf('Casablanca')}`)).toContain('1942, day unknown');
    });

    test('does without a director, and without the query for others', async () => {
      const url = `/movies/${await idOf('American History X')}`;
      expect(await htmlOf(url)).toContain('no director known');
      expect(await countQueries(() => visit(app, url))).toBe(1);
    });
  });

  describe('/api/movies', () => {
    test('gives a page of films and the way to its neighbours', async () => {
      const { statusCode, headers, body } = await app.inject('/api/movies?page=2');
      expect(statusCode).toBe(200);
      expect(headers['content-type']).toContain('application/json');
      const page = JSON.parse(body);
      expect(page).toMatchObject({
        count: 3200,
        previous: '/api/movies?page=1',
        next: '/api/movies?page=3',
      });
      expect(page.results).toHaveLength(25);
      expect(page.results[0]).toEqual({
        url: `/movies/${await idOf('Braveheart')}`,
        title: 'Braveheart',
        year: 1995,
        rating: 8.4,
        votes: 240642,
        director: 'Mel Gibson',
        genre: 'Drama',
      });
    });

    test('ends with the last page', async () => {
      expect((await app.inject('/api/movies?page=128')).json()).toMatchObject({
        previous: '/api/movies?page=127',
        next: null,
      });
      expect((await app.inject('/api/movies')).json()).toMatchObject({ previous: null });
    });

    test('answers in JSON when there is no such page', async () => {
      const { statusCode, body } = await app.inject('/api/movies?page=129');
      expect(statusCode).toBe(404);
      expect(JSON.parse(body).error).toMatchObject({ code: 'http.object.not_found' });
    });
  });

  describe('bad input gets a page, not a crash', () => {
    const pages = ['-1', '0', 'abc', '1.5', '1e1', '01', '%20', '', '99999999999999999999', '129'];
    const ids = ['abc', '-1', '0', '1.5', '007', '999999', '99999999999999999999', '%00', '%20'];

    test.each([
      ...pages.map((page) => `/movies?page=${page}`),
      ...pages.map((page) => `/directors?page=${page}`),
      '/movies?page=1&page=2',
      ...ids.map((id) => `/movies/${id}`),
    ])('%s is a 404 page', async (url) => {
      const { statusCode, headers } = await visit(app, url);
      expect(statusCode).toBe(404);
      expect(headers['content-type']).toContain('text/html');
    });

    test.each(['/movies?q=%00', '/movies/%E0%A4%A'])('%s is a 400 page', async (url) => {
      const { statusCode, headers } = await visit(app, url);
      expect(statusCode).toBe(400);
      expect(headers['content-type']).toContain('text/html');
    });

    test('two searches at once are none', async () => {
      expect(await htmlOf('/movies?q=alien&q=jaws')).toContain('3,200 films');
    });
  });
});

describe('an archive without films', () => {
  let app: App;
  beforeAll(async () => {
    app = await openCinema({ mode: 'development', toolbar: false, isEmpty: true });
  });
  afterAll(() => app.close());

  test.each(['/', '/movies', '/movies/slow', '/movies/peers', '/directors', '/api/movies'])(
    '%s',
    async (url) => {
      expect((await visit(app, url)).statusCode).toBe(200);
    },
  );

  test('says how to get some', async () => {
    for (const url of ['/movies', '/directors']) {
      expect((await visit(app, url)).body).toContain('npm run cinema -- load-movies');
    }
  });
});

describe('in production', () => {
  let app: App;
  beforeAll(async () => {
    app = await openCinema({ mode: 'production' });
  });
  afterAll(() => app.close());

  test('what is not there gets a page of the site, without details', async () => {
    const { statusCode, body } = await visit(app, '/movies/abc');
    expect(statusCode).toBe(404);
    expect(body).toContain('<h1>Not in the archive</h1>');
    expect(body).not.toContain('pathNumber');
  });

  test('nothing of the toolbar is there', async () => {
    const { headers, body } = await visit(app, '/movies/slow');
    expect(body).not.toContain('uptempo-toolbar');
    expect(body).not.toContain('__uptempo');
    expect(headers).not.toHaveProperty('server-timing');
  });
});
