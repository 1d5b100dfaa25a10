import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

const YEARS = [1920, 1930, 1940, 1950, 1960];

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const counts = YEARS.map((year) => Movie.objects.filter({ year }).count()); // finding: n-plus-one
      return await Promise.all(counts);
    });
  },
});
