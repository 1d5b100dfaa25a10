import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const movies = await Movie.objects.orderBy('title').slice(0, 900); // finding: unread-columns
      return movies.map(({ title }) => title);
    });
  },
});
