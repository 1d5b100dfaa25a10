import { galleryApp } from '../app.ts';
import { Movie, Ticket } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const movies = await Movie.objects.only('title').orderBy('title').slice(0, 25);
      let cents = 0;
      // A sum could be had from the database; an export of all rows could not.
      for await (const ticket of Ticket.objects.filter({ movie__in: [1, 2, 3] }).iterator()) {
        cents += ticket.cents;
      }
      return { titles: movies.map(({ title }) => title), cents };
    });
  },
});
