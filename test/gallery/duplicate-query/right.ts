import { galleryApp } from '../app.ts';
import { Director, Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const director = await Director.objects.get({ name: 'Director 7' });
      const movies = await Movie.objects.filter({ director }).orderBy('-year').slice(0, 10);
      return {
        menu: menu(director),
        director: director.name,
        titles: movies.map(({ title }) => title),
      };
    });
  },
});

function menu(director: { readonly name: string }): string[] {
  return ['Home', director.name];
}
