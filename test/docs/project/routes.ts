import type { App } from 'uptempo/http';
import { Movie } from './models.ts';

export function routes(app: App): void {
  app.get('/movies', async () => Movie.objects.slice(0, 25));
}
