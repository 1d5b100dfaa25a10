import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const movies = await Movie.objects.selectRelated('director').orderBy('id').slice(0, 50); // finding: unused-eager-loading
      return movies.map(({ title, year }) => `${title} (${year})`);
    });
  },
});
