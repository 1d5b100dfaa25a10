import { type Bench, type MeasuredSubject, serverSubject } from './harness/index.ts';

function movies(observer: 'nobody' | 'recorder' | 'history'): MeasuredSubject {
  return serverSubject({
    file: new URL('./servers/movies.ts', import.meta.url),
    environment: { OBSERVER: observer },
    path: '/movies',
  });
}

export const bench: Bench = {
  name: 'history',
  description: 'Requests/s of a page while requests are kept in a file, as in production.',
  isIsolated: true,
  workloads: [
    {
      name: '25 joined rows as a page',
      limit: 'nobody',
      subjects: {
        nobody: movies('nobody'),
        recorder: movies('recorder'),
        history: movies('history'),
      },
    },
  ],
};
