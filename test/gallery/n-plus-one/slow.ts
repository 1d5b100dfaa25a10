import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const movies = await Movie.objects.fetchMode('one').orderBy('id').slice(0, 25); // finding: n-plus-one
      const names: string[] = [];
      for (const movie of movies) names.push((await movie.director.load()).name);
      return names;
    });
  },
});
