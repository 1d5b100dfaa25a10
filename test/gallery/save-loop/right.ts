import { F } from 'uptempo/orm';
import { galleryApp } from '../app.ts';
import { Visit } from '../models.ts';

export const app = galleryApp({
  request: { method: 'POST', url: '/visits/minute' },
  routes(site) {
    site.post('/visits/minute', async () => {
      const visits = await Visit.objects
        .filter({ id__lte: 20 })
        .update({ minutes: F('minutes').add(1) });
      return { visits };
    });
  },
});
