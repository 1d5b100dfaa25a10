import { cache } from 'uptempo/cache';
import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async (request) => {
      const key = `newest:${request.id}`;
      return await cache().getOrSet(key, '10m', newest); // finding: cache-thrash
    });
  },
});

async function newest(): Promise<string[]> {
  const movies = await Movie.objects.only('title').orderBy('-year').slice(0, 10);
  return movies.map(({ title }) => title);
}
