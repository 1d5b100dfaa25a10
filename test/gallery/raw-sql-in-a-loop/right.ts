import { database } from 'uptempo/orm';
import { galleryApp } from '../app.ts';

const TITLES = ['Movie 1', 'Movie 20', 'Movie 300', 'Movie 1500'];

export const app = galleryApp({
  routes(site) {
    site.get('/', async () => {
      const { rows } = await database().raw(
        'SELECT title, year FROM movie WHERE title IN (?, ?, ?, ?)',
        TITLES,
      );
      return rows;
    });
  },
});
