import type { Reply, Request } from 'uptempo/http';
import { Movie } from '../models.ts';
import { viewSource } from '../view-source.ts';

const source = viewSource(import.meta.filename);

export async function peersMovieList(_request: Request, reply: Reply) {
  const rows = [];
  for (const movie of await Movie.objects.slice(0, 50)) {
    const director = await movie.director.load();
    rows.push({ movie, director });
  }
  return reply.render('movie-list-peers.html', { rows, source });
}
