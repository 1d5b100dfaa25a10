import { getObjectOr404, pathNumber, type Reply, type Request } from 'uptempo/http';
import { Movie } from '../models.ts';
import { viewSource } from '../view-source.ts';

const source = viewSource(import.meta.filename);

export async function movieDetail(request: Request, reply: Reply) {
  const movies = Movie.objects.selectRelated('director', 'genre', 'distributor');
  const movie = await getObjectOr404(movies, { id: pathNumber(request, 'id') });
  const others =
    movie.director === null
      ? []
      : await Movie.objects
          .filter({ director: movie.director })
          .exclude({ id: movie.id })
          .only('title', 'year')
          .slice(0, 6);
  return reply.render('movie-detail.html', { movie, others, source });
}
