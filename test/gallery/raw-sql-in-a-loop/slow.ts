import { database } from 'uptempo/orm';
import { galleryApp } from '../app.ts';

const TITLES = ['Movie 1', 'Movie 20', 'Movie 300', 'Movie 1500'];

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const found: unknown[] = [];
      for (const title of TITLES) {
        const { rows } = await database().raw('SELECT year FROM movie WHERE title = ?', [title]); // finding: n-plus-one
        found.push(...rows);
      }
      return found;
    });
  },
});
