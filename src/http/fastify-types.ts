import type {
  ContextConfigDefault,
  FastifyBaseLogger,
  FastifySchema,
  FastifyTypeProvider,
  FastifyTypeProviderDefault,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerBase,
  RawServerDefault,
  RouteGenericInterface,
} from 'fastify';
import type { CallSite } from '../events/index.ts';
import type { HostCheck } from './allowed-hosts.ts';
import type { QueryParameters, RouteEntry, RouteParameters } from './route-table.ts';

declare module 'fastify' {
  interface RouteShorthandOptions<
    RawServer extends RawServerBase = RawServerDefault,
    RawRequest extends
      RawRequestDefaultExpression<RawServer> = RawRequestDefaultExpression<RawServer>,
    RawReply extends RawReplyDefaultExpression<RawServer> = RawReplyDefaultExpression<RawServer>,
    RouteGeneric extends RouteGenericInterface = RouteGenericInterface,
    ContextConfig = ContextConfigDefault,
    SchemaCompiler extends FastifySchema = FastifySchema,
    TypeProvider extends FastifyTypeProvider = FastifyTypeProviderDefault,
    Logger extends FastifyBaseLogger = FastifyBaseLogger,
  > {
    /** Name for `urlFor` and `{% url %}`; one name, one path. */
    name?: string;
  }

  interface FastifyContextConfig {
    /** Name of the route; `{ name }` in the route's options sets it. */
    name?: string;
    /** Where the application added the route; set in development. */
    site?: CallSite;
    /** Whether it is a page of the framework's own tools; `markToolRoutes` sets it. */
    isTool?: boolean;
  }

  interface FastifyInstance {
    /** Whether a Host header is one the app answers to; in apps of `createApp`. */
    readonly uptempoIsAllowedHost?: HostCheck;
    /** The routes added so far. */
    readonly routeList: readonly RouteEntry[];
    /** The path of a named route: `app.urlFor('movie-detail', { id: 7 })` is `/movies/7`. */
    urlFor(name: string, parameters?: RouteParameters, query?: QueryParameters): string;
  }

  interface FastifyReply {
    /** The path of a named route, as `app.urlFor`. */
    urlFor(name: string, parameters?: RouteParameters, query?: QueryParameters): string;
    /**
     * Answers with a template as `text/html`. Return its promise from the view.
     *
     * ```ts
     * app.get('/movies', (request, reply) =>
     *   reply.render('movies.html', { movies: Movie.objects.selectRelated('director') }));
     * ```
     */
    render(
      template: string,
      context?: Readonly<Record<string, unknown>>,
      status?: number,
    ): Promise<FastifyReply>;
  }
}
