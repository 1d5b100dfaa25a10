import { database } from 'uptempo/orm';
import { galleryApp } from '../app.ts';

/** Each film is compared with all tickets, whose sellers end like its title. */
const BEST_SELLERS = `
  SELECT movie.title, count(*) AS tickets
    FROM movie JOIN ticket ON ticket.seller LIKE '%' || substr(movie.title, 7)
   WHERE movie.id <= 240
   GROUP BY movie.title ORDER BY tickets DESC LIMIT 10`;

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const { rows } = await database().raw(BEST_SELLERS); // finding: slow-query
      return rows;
    });
  },
});
