import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

const WATCH_LIST = [3, 14, 15, 92, 65, 35, 89, 79];

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const movies = await Movie.objects.filter({ id__in: WATCH_LIST });
      return movies.map(({ title }) => title);
    });
  },
});
