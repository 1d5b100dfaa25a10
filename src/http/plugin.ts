import type { FastifyInstance, FastifyPluginAsync, FastifyPluginCallback } from 'fastify';

/** What `app.register` takes, without options. */
export type Plugin = FastifyPluginAsync | FastifyPluginCallback;

/**
 * Makes a Fastify plugin whose hooks and decorators apply to the app that registers it rather
 * than to a scope of its own (what the package fastify-plugin does).
 */
export function definePlugin<Options extends object>(
  name: string,
  setUp: (app: FastifyInstance, options: Options) => void,
): FastifyPluginCallback<Options> {
  const plugin: FastifyPluginCallback<Options> = (app, options, done) => {
    try {
      setUp(app, options);
    } catch (error) {
      // Fastify waits for `done`; what is thrown would reach nobody who registered the plugin.
      done(error as Error);
      return;
    }
    done();
  };
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: name,
    [Symbol.for('plugin-meta')]: { name, fastify: '5.x' },
  });
}
