import { Count } from 'uptempo/orm';
import { galleryApp } from '../app.ts';
import { Ticket } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', async () =>
      Ticket.objects
        .filter({ movie__in: [1, 2, 3] })
        .values('movie__title')
        .annotate({ tickets: Count('id') })
        .orderBy('-tickets')
        .slice(0, 10),
    );
  },
});
