import { galleryApp } from '../app.ts';
import { Visit } from '../models.ts';

const IDS = [1, 2, 3, 4, 5, 6, 7];

export const app = galleryApp({
  request: { method: 'POST', url: '/visits/reset' },
  routes(site) {
    site.post('/visits/reset', async () => {
      for (const id of IDS) {
        const visit = await Visit.objects.get({ id });
        visit.minutes = 0;
        await visit.save(); // finding: write-loop
      }
      return { visits: IDS.length };
    });
  },
});
