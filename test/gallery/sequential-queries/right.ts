import { database } from 'uptempo/orm';
import { galleryApp } from '../app.ts';

const SOLD = 'SELECT sum(cents) AS cents FROM ticket, pg_sleep(0.2)';
const SEATS = 'SELECT seat, count(*) AS tickets FROM ticket, pg_sleep(0.2) GROUP BY seat';

export const app = galleryApp({
  database: 'postgresql',
  routes(site) {
    site.get('/', async () => {
      const [sold, seats] = await Promise.all([database().raw(SOLD), database().raw(SEATS)]);
      return { sold: sold.rows, seats: seats.rows };
    });
  },
});
