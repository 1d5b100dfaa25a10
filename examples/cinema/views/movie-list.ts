import { pageNumber, type Reply, type Request } from 'uptempo/http';
import { Movie } from '../models.ts';
import { paginate } from '../pagination.ts';
import { searchText } from '../search-text.ts';
import { viewSource } from '../view-source.ts';

const source = viewSource(import.meta.filename);

export async function movieList(request: Request, reply: Reply) {
  const search = searchText(request);
  const found = search === '' ? Movie.objects : Movie.objects.filter({ title__icontains: search });
  const movies = found
    .selectRelated('director', 'genre')
    .only('title', 'year', 'rating', 'votes', 'gross', 'director__name', 'genre__name');
  const page = await paginate(movies, pageNumber(request), 25);
  return reply.render('movie-list.html', { page, search, source });
}
