import { pageNumber, type Reply, type Request } from 'uptempo/http';
import { Director } from '../models.ts';
import { paginate } from '../pagination.ts';
import { viewSource } from '../view-source.ts';

const source = viewSource(import.meta.filename);

export async function directorList(request: Request, reply: Reply) {
  const directors = Director.objects.prefetchRelated('movies');
  const page = await paginate(directors, pageNumber(request), 24);
  return reply.render('director-list.html', { page, source });
}
