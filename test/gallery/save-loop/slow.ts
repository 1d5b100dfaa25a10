import { galleryApp } from '../app.ts';
import { Visit } from '../models.ts';

export const app = galleryApp({
  request: { method: 'POST', url: '/visits/minute' },
  routes(site) {
    site.post('/visits/minute', async () => {
      const visits = await Visit.objects.orderBy('id').slice(0, 20);
      for (const visit of visits) {
        visit.minutes += 1;
        await visit.save(); // finding: write-loop
      }
      return { visits: visits.length };
    });
  },
});
