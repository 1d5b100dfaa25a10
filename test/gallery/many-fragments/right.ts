import { galleryApp } from '../app.ts';

const MOVIES = Array.from({ length: 30 }, (_, id) => ({ id, title: `Movie ${id}` }));

export const app = galleryApp({
  cache: 'file:cache',
  routes(site) {
    site.get('/', (_request, reply) => reply.render('movies.html', { movies: MOVIES }));
  },
});
