import { cache } from 'uptempo/cache';
import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => await cache().getOrSet('newest', '10m', newest));
  },
});

async function newest(): Promise<string[]> {
  const movies = await Movie.objects.only('title').orderBy('-year').slice(0, 10);
  return movies.map(({ title }) => title);
}
