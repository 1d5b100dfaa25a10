import { database } from 'uptempo/orm';
import { galleryApp } from '../app.ts';

export const app = galleryApp({
  database: 'postgresql',
  databaseParameters: '?pool_size=10',
  concurrency: 5,
  routes(site) {
    site.get('/', async () => {
      const { rows } = await database().raw('SELECT count(*) AS movies FROM movie, pg_sleep(0.1)');
      return rows;
    });
  },
});
