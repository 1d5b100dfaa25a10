import { cache } from 'uptempo/cache';
import { galleryApp } from '../app.ts';
import { startSlowServer } from '../slow-server.ts';

export const app = galleryApp({
  async routes(site) {
    const rates = await startSlowServer(site);
    site.get('/', async () => await cache().getOrSet('rates', '1h', () => ask(rates)));
  },
});

async function ask(rates: string): Promise<unknown> {
  const answer = await fetch(rates);
  return await answer.json();
}
