import { galleryApp } from '../app.ts';
import { startSlowServer } from '../slow-server.ts';

export const app = galleryApp({
  async routes(site) {
    const rates = await startSlowServer(site);
    site.get('/', async () => {
      const answer = await fetch(rates); // finding: outgoing-call
      return await answer.json();
    });
  },
});
