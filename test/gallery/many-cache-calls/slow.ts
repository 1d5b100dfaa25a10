import { cache } from 'uptempo/cache';
import { galleryApp } from '../app.ts';

const IDS = Array.from({ length: 30 }, (_, index) => index);

export const app = galleryApp({
  cache: 'file:cache',
  routes(site) {
    site.get('/', async () => {
      await cache().setMany(Object.fromEntries(IDS.map((id) => [`votes:${id}`, id * 3])));
      const votes: unknown[] = [];
      for (const id of IDS) votes.push(await cache().get(`votes:${id}`)); // finding: many-cache-calls
      return votes;
    });
  },
});
