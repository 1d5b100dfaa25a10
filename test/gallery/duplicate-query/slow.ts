import { galleryApp } from '../app.ts';
import { Director, Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const director = await Director.objects.get({ name: 'Director 7' }); // finding: duplicate-query
      const movies = await Movie.objects.filter({ director }).orderBy('-year').slice(0, 10);
      return {
        menu: await menu(),
        director: director.name,
        titles: movies.map(({ title }) => title),
      };
    });
  },
});

async function menu(): Promise<string[]> {
  const director = await Director.objects.get({ name: 'Director 7' });
  return ['Home', director.name];
}
