import { cache } from 'uptempo/cache';
import { galleryApp } from '../app.ts';

const IDS = Array.from({ length: 30 }, (_, index) => index);

export const app = galleryApp({
  cache: 'file:cache',
  routes(site) {
    site.get('/', async () => {
      await cache().setMany(Object.fromEntries(IDS.map((id) => [`votes:${id}`, id * 3])));
      const votes = await cache().getMany(IDS.map((id) => `votes:${id}`));
      return [...votes.values()];
    });
  },
});
