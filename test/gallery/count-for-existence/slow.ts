import { galleryApp } from '../app.ts';
import { Ticket } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      if ((await Ticket.objects.filter({ cents__gt: 100 }).count()) > 0) return { sold: true }; // finding: count-for-existence
      return { sold: false };
    });
  },
});
