import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

const WATCH_LIST = [3, 14, 15, 92, 65, 35, 89, 79];

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const titles: string[] = [];
      for (const id of WATCH_LIST) {
        const movie = await Movie.objects.get({ id }); // finding: n-plus-one
        titles.push(movie.title);
      }
      return titles;
    });
  },
});
