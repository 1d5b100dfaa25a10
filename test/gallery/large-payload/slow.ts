import { galleryApp } from '../app.ts';
import { Ticket } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    // finding: large-payload
    site.get('/', async () => {
      const tickets = await Ticket.objects.selectRelated('movie').orderBy('id').slice(0, 60_000);
      return tickets;
    });
  },
});
