import { galleryApp } from '../app.ts';
import { Ticket } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const tickets = await Ticket.objects.only('seat', 'cents').orderBy('id').slice(0, 100);
      return tickets;
    });
  },
});
