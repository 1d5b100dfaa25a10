import { type Bench, type Subject, serverSubject } from './harness/index.ts';

function movies(toolbar: 'on' | 'off' | 'absent'): Subject {
  return serverSubject({
    file: new URL('./servers/movies.ts', import.meta.url),
    environment: { TOOLBAR: toolbar },
    path: '/movies',
  });
}

/** The toolbar adds one script tag to the page and nothing else. */
function checkPage(page: unknown, expected: unknown, subject: string): void {
  const without = String(page).replace(/<script[^>]*><\/script>/, '');
  if (without === expected) return;
  throw new Error(`The page of "${subject}" is not the page without the toolbar.`);
}

export const bench: Bench = {
  name: 'toolbar',
  description: 'Requests/s of a page with the toolbar on, off, and never loaded.',
  workloads: [
    {
      name: '25 joined rows as a page',
      limit: 'absent',
      subjects: { absent: movies('absent'), off: movies('off'), on: movies('on') },
      check: checkPage,
    },
  ],
};
