import { type Bench, isInPython, type MeasuredSubject, serverSubject } from './harness/index.ts';

function page(subject: string): MeasuredSubject {
  return serverSubject({
    file: new URL('./servers/cached-page.ts', import.meta.url),
    environment: { SUBJECT: subject },
    path: '/',
  });
}

/** Django's own server in threads, which keeps the page by `cache_page`. */
function djangoPage(cache: string): MeasuredSubject {
  return serverSubject({
    file: new URL('./servers/cached-page-django.ts', import.meta.url),
    environment: { CACHE: cache },
    path: '/',
    isFront: true,
  });
}

/** Measured where it says where the program is, and not by the processor's time. */
const behindNginx = serverSubject({
  file: new URL('./servers/page-behind-nginx.ts', import.meta.url),
  path: '/',
  isFront: true,
});

/** Measured where it says which server. */
const redis = process.env.REDIS_URL;

export const bench: Bench = {
  name: 'cache-page',
  description: 'Requests/s of a page from the cache, against a bare route that sends a constant.',
  workloads: [
    {
      name: 'a page of 3 KB',
      limit: 'constant',
      subjects: {
        ...(process.env.UPTEMPO_NGINX === undefined ? {} : { nginx: behindNginx }),
        map: page('map'),
        constant: page('constant'),
        plain: page('plain'),
        'app, map': page('app, map'),
        app: page('app'),
        ...(isInPython('Django', 'django') && { 'Django, locmem': djangoPage('locmem') }),
      },
    },
    ...(redis === undefined
      ? []
      : [
          {
            name: 'a page of 3 KB from Redis',
            limit: 'redis, by hand',
            subjects: {
              'redis, by hand': page('redis, by hand'),
              redis: page('redis'),
              ...(isInPython('Django on Redis', 'django', 'redis') && {
                'Django, Redis': djangoPage(redis),
              }),
            },
          },
        ]),
  ],
};
