import { type App, cachePage } from 'uptempo/http';
import { directorList } from './views/director-list.ts';
import { movieApi } from './views/movie-api.ts';
import { movieDetail } from './views/movie-detail.ts';
import { movieList } from './views/movie-list.ts';
import { keptMovieList } from './views/movie-list-kept.ts';
import { peersMovieList } from './views/movie-list-peers.ts';
import { slowMovieList } from './views/movie-list-slow.ts';
import { start } from './views/start.ts';

/** One page for everybody, whatever cookies and parameters they send, until a film changes. */
const untilChanged = cachePage({ until: 'changed', cookies: [], query: [] });

export function routes(app: App): void {
  app.get('/', { name: 'start' }, start);
  app.get('/movies', { name: 'movie-list' }, movieList);
  app.get('/movies/slow', { name: 'movie-list-slow' }, slowMovieList);
  app.get('/movies/peers', { name: 'movie-list-peers' }, peersMovieList);
  app.get('/movies/kept', { ...untilChanged, name: 'movie-list-kept' }, keptMovieList);
  app.get('/movies/:id', { name: 'movie-detail' }, movieDetail);
  app.get('/directors', { name: 'director-list' }, directorList);
  app.get('/api/movies', { name: 'movie-api' }, movieApi);
}
