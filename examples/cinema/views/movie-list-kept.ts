import type { Reply, Request } from 'uptempo/http';
import { Movie } from '../models.ts';
import { viewSource } from '../view-source.ts';

const source = viewSource(import.meta.filename);

export async function keptMovieList(_request: Request, reply: Reply) {
  const movies = await Movie.objects.selectRelated('director').slice(0, 50);
  const rows = movies.map((movie) => ({ movie, director: movie.director }));
  return reply.render('movie-list-kept.html', { rows, source });
}
