import { galleryApp } from '../app.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', (_request, reply) =>
      reply.render('plan.html', {
        rows: Array.from({ length: 1_000 }, (_, row) => ({ row, isAisle: row % 9 === 0 })),
        seats: Array.from({ length: 1_000 }, (_, seat) => ({ seat, name: `Seat <${seat}>` })),
      }),
    );
  },
});
