import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const movies = await Movie.objects.only('title').orderBy('title').slice(0, 50);
      const titles = movies.map(({ title }) => title);
      return { neighbours: titles.map((title, index) => [title, titles[index + 1]]) };
    });
  },
});
