import type { Reply, Request } from 'uptempo/http';
import { Director, Movie } from '../models.ts';
import { viewSource } from '../view-source.ts';

const source = viewSource(import.meta.filename);

export async function start(_request: Request, reply: Reply) {
  const movies = await Movie.objects.count();
  const directors = await Director.objects.count();
  const example = await Movie.objects.selectRelated('director').first();
  return reply.render('start.html', { movies, directors, example, source });
}
