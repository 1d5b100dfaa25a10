import { type Bench, type Subject, serverSubject } from './harness/index.ts';

function page(subject: string): Subject {
  return serverSubject({
    file: new URL('./servers/cached-page.ts', import.meta.url),
    environment: { SUBJECT: subject },
    path: '/',
  });
}

/** Measured where it says which server. */
const redis = process.env.REDIS_URL;

export const bench: Bench = {
  name: 'cache-page',
  description: 'Requests/s of a page from the cache, against one that a Map of the view holds.',
  workloads: [
    {
      name: 'a page of 3 KB',
      limit: 'map',
      subjects: {
        map: page('map'),
        constant: page('constant'),
        plain: page('plain'),
        'app, map': page('app, map'),
        app: page('app'),
      },
    },
    ...(redis === undefined
      ? []
      : [
          {
            name: 'a page of 3 KB from Redis',
            limit: 'redis, by hand',
            subjects: { 'redis, by hand': page('redis, by hand'), redis: page('redis') },
          },
        ]),
  ],
};
