import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

const derive = promisify(pbkdf2);

export const app = galleryApp({
  routes(site) {
    site.addHook('onRequest', checkSignature);
    site.get('/', async () => {
      const movies = await Movie.objects.only('title').orderBy('title').slice(0, 10);
      return movies.map(({ title }) => title);
    });
  },
});

/** Only where there is a signature. */
async function checkSignature(request: { readonly headers: Readonly<Record<string, unknown>> }) {
  const { 'x-signature': given } = request.headers;
  if (given === undefined) return;
  const expected = await derive('secret', 'salt', 400_000, 32, 'sha256');
  if (given !== expected.toString('hex')) throw new Error('Not signed');
}
