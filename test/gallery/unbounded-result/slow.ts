import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const movies = await Movie.objects.only('title').orderBy('title'); // finding: unbounded-result
      return movies.slice(0, 25).map(({ title }) => title);
    });
  },
});
