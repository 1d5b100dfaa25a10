import { Count } from 'uptempo/orm';
import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

const YEARS = [1920, 1930, 1940, 1950, 1960];

export const app = galleryApp({
  routes(site) {
    site.get('/', async () =>
      Movie.objects
        .filter({ year__in: YEARS })
        .values('year')
        .annotate({ movies: Count('id') }),
    );
  },
});
