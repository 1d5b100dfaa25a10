import { pageNumber, type Reply, type Request } from 'uptempo/http';
import { Movie } from '../models.ts';
import { paginate } from '../pagination.ts';

export async function movieApi(request: Request, reply: Reply) {
  const movies = Movie.objects
    .selectRelated('director', 'genre')
    .only('title', 'year', 'rating', 'votes', 'director__name', 'genre__name');
  const page = await paginate(movies, pageNumber(request), 25);
  const urlOf = (number: number | null) =>
    number === null ? null : reply.urlFor('movie-api', {}, { page: number });
  return {
    count: page.count,
    previous: urlOf(page.previous),
    next: urlOf(page.next),
    results: page.rows.map(({ id, title, year, rating, votes, director, genre }) => ({
      url: reply.urlFor('movie-detail', { id }),
      title,
      year,
      rating: rating?.toNumber() ?? null,
      votes,
      director: director?.name ?? null,
      genre: genre?.name ?? null,
    })),
  };
}
