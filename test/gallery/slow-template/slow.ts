import { galleryApp } from '../app.ts';

export const app = galleryApp({
  routes(site) {
    site.get('/', (_request, reply) =>
      reply.render('plan.html', {
        rows: Array.from({ length: 2_500 }, (_, row) => ({ row, isAisle: row % 9 === 0 })),
        seats: Array.from({ length: 2_500 }, (_, seat) => ({ seat, name: `Seat <${seat}>` })),
      }),
    );
  },
});
