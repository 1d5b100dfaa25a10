/** What importing one subpath of the package must not load. */
export interface Subpath {
  /** `uptempo` for the root, else `uptempo/orm`. */
  readonly specifier: string;
  /** Folders of the framework. */
  readonly withoutFolders: readonly string[];
  /** npm packages and parts of Node. */
  readonly withoutPackages: readonly string[];
}

/** Every subpath of the export map has its row here. */
export const SUBPATHS: readonly Subpath[] = [
  {
    specifier: 'uptempo',
    withoutFolders: ['http', 'toolbar', 'observe', 'db', 'orm', 'templates'],
    withoutPackages: ['fastify', 'pg', 'node:sqlite', 'node:http'],
  },
  {
    specifier: 'uptempo/apm',
    withoutFolders: ['db', 'orm', 'observe', 'toolbar', 'project', 'cli'],
    withoutPackages: ['pg', '@opentelemetry/api'],
  },
  {
    specifier: 'uptempo/advice',
    withoutFolders: ['http', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:http'],
  },
  {
    specifier: 'uptempo/browser',
    withoutFolders: ['core', 'events', 'http', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:http'],
  },
  {
    specifier: 'uptempo/checks',
    withoutFolders: ['http', 'toolbar', 'observe', 'db', 'orm', 'templates', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:sqlite', 'node:http'],
  },
  {
    specifier: 'uptempo/cli',
    withoutFolders: ['http', 'toolbar', 'observe', 'db', 'orm', 'templates'],
    withoutPackages: ['fastify', 'pg', 'node:sqlite', 'node:http'],
  },
  {
    specifier: 'uptempo/events',
    withoutFolders: ['core', 'observe', 'toolbar', 'http', 'db', 'orm', 'templates'],
    withoutPackages: ['fastify', 'pg', 'node:sqlite', 'node:http'],
  },
  {
    specifier: 'uptempo/cache',
    withoutFolders: ['orm', 'http', 'observe', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'redis', 'node:http'],
  },
  {
    specifier: 'uptempo/db',
    withoutFolders: ['orm', 'http', 'observe', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:http'],
  },
  {
    specifier: 'uptempo/history',
    withoutFolders: ['db', 'orm', 'http', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:sqlite', 'node:http'],
  },
  {
    specifier: 'uptempo/i18n',
    withoutFolders: ['db', 'orm', 'templates', 'http', 'observe', 'toolbar', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'gettext-parser', 'node:sqlite', 'node:http'],
  },
  {
    specifier: 'uptempo/metrics',
    withoutFolders: ['db', 'orm', 'http', 'observe', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:http'],
  },
  {
    specifier: 'uptempo/observe',
    withoutFolders: ['db', 'orm', 'http', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:sqlite', 'node:http'],
  },
  {
    specifier: 'uptempo/profiler',
    withoutFolders: ['db', 'orm', 'http', 'observe', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:sqlite', 'node:http', 'node:inspector'],
  },
  {
    specifier: 'uptempo/profile-view',
    withoutFolders: ['core', 'profiler', 'http', 'profiling', 'toolbar'],
    withoutPackages: ['fastify'],
  },
  {
    specifier: 'uptempo/profiling',
    withoutFolders: ['db', 'orm', 'observe', 'toolbar', 'project', 'cli'],
    withoutPackages: ['pg', 'node:sqlite', 'node:inspector'],
  },
  {
    specifier: 'uptempo/orm',
    withoutFolders: ['http', 'observe', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:http'],
  },
  {
    specifier: 'uptempo/templates',
    withoutFolders: ['db', 'orm', 'http', 'observe', 'toolbar', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'node:sqlite', 'node:http'],
  },
  {
    specifier: 'uptempo/http',
    withoutFolders: ['observe', 'toolbar', 'project', 'cli'],
    withoutPackages: ['pg'],
  },
  {
    specifier: 'uptempo/testing',
    withoutFolders: ['orm', 'http', 'observe', 'toolbar', 'templates', 'project', 'cli'],
    withoutPackages: ['fastify', 'pg', 'redis', 'vitest', 'node:http'],
  },
  {
    specifier: 'uptempo/toolbar',
    withoutFolders: ['db', 'orm', 'project', 'cli'],
    withoutPackages: ['pg', 'node:sqlite'],
  },
  {
    specifier: 'uptempo/project',
    withoutFolders: ['toolbar', 'observe', 'cli'],
    withoutPackages: ['pg'],
  },
];
