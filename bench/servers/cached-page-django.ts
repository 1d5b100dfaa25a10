import { page } from './film-page.ts';
import { startPythonServer } from './python-server.ts';

/** The page of cached-page.ts in Django, kept by its `cache_page`; CACHE is `locmem` or an address. */
await startPythonServer('../peers/cache/django_page.py', [process.env.CACHE ?? 'locmem', page]);
