import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const movies = await Movie.objects.orderBy('id').slice(0, 50);
      return movies.map(({ title, year }) => `${title} (${year})`);
    });
  },
});
