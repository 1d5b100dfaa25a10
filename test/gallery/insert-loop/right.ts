import { galleryApp } from '../app.ts';
import { Visit } from '../models.ts';

const VISITORS = ['Ana', 'Ben', 'Cleo', 'Dora', 'Emil', 'Fay', 'Gil', 'Hana'];

export const app = galleryApp({
  request: { method: 'POST', url: '/visits' },
  routes(site) {
    site.post('/visits', async () => {
      const visits = await Visit.objects.bulkCreate(VISITORS.map((visitor) => ({ visitor })));
      return { visits: visits.length };
    });
  },
});
