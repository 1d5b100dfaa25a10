import { fileURLToPath } from 'node:url';
import { startPythonServer } from './python-server.ts';

/** The page of movies.ts in Django; OBSERVER is `toolbar` or `nobody`. */
const templates = fileURLToPath(new URL('./templates', import.meta.url));
await startPythonServer('../peers/observe/django_movies.py', [
  process.env.OBSERVER ?? 'nobody',
  templates,
]);
