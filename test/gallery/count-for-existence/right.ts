import { galleryApp } from '../app.ts';
import { Ticket } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      if (!(await Ticket.objects.filter({ cents__gt: 100 }).exists())) return { sold: 0 };
      // Here the number itself is needed.
      const sold = await Ticket.objects.filter({ cents__gt: 1_000 }).count();
      return { sold, isSoldOut: sold > 0 };
    });
  },
});
