import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkOptions, type OptionKind } from '../core/index.ts';
import {
  activateLanguage,
  activeLanguage,
  chooseLanguage,
  supportedLanguage,
  translations,
} from '../i18n/index.ts';
import { patchVary } from './cache/vary.ts';
import { cookieOf, serializeCookie } from './cookies.ts';
import { httpError } from './errors.ts';
import { definePlugin } from './plugin.ts';
import { installRequestEvents } from './request-events.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Name of the cookie of the plugin `languages`; undefined where it is not registered. */
    uptempoLanguageCookie: string | undefined;
  }
}

export interface LanguagesOptions {
  /** Cookie that holds what a visitor chose. Default `language`. */
  readonly cookie?: string;
}

const COOKIE_NAME: OptionKind<string> = {
  expected: 'a name of letters, digits, hyphens and underscores',
  accepts: (value): value is string => typeof value === 'string' && /^[\w-]+$/.test(value),
};

/** What of a request the choice depends on. */
const DEPENDS_ON = ['Accept-Language', 'Cookie'];

const A_YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Fastify plugin: chooses the language of each request, of those of `configureTranslations`: what
 * the visitor chose earlier (a cookie), else what the browser asks for (Accept-Language), else
 * the default. Answers tell their language, and caches what it depends on.
 *
 * ```ts
 * await app.register(languages);
 * ```
 *
 * @throws core.option.unknown, core.option.invalid
 */
export const languages = definePlugin<LanguagesOptions>('uptempo-languages', (app, options) => {
  checkOptions('languages', options, { cookie: COOKIE_NAME });
  const cookie = options.cookie ?? 'language';
  installRequestEvents(app);
  app.decorate('uptempoLanguageCookie', cookie);
  app.addHook('onRequest', function activateLanguageOfVisitor(request, reply, done) {
    activateLanguage(languageOf(request, cookie));
    // Early too: a page cache must know it when it stores, whichever hook comes first then.
    patchVary(reply, DEPENDS_ON);
    done();
  });
  app.addHook('onSend', function sendLanguage(_request, reply, _payload, done) {
    describeLanguage(reply);
    done();
  });
});

function languageOf(request: FastifyRequest, cookie: string): string {
  const { languages: known, languageCode } = translations();
  const remembered = cookieOf(request.headers.cookie, cookie);
  const accepted = request.headers['accept-language'];
  return chooseLanguage({ remembered, accepted }, known) ?? languageCode;
}

/** The cookie that the plugin reads in an app; undefined where it is not registered. */
export function languageCookieOf(app: FastifyInstance): string | undefined {
  return app.hasDecorator('uptempoLanguageCookie') ? app.uptempoLanguageCookie : undefined;
}

/** The language that an Accept-Language header gets, where no cookie says otherwise. */
export function languageFor(accepted: string): string {
  const { languages: known, languageCode } = translations();
  return chooseLanguage({ remembered: undefined, accepted }, known) ?? languageCode;
}

/** What a view says itself about the language of its answer stays. */
function describeLanguage(reply: FastifyReply): void {
  const language = activeLanguage();
  if (language !== null && !reply.hasHeader('content-language')) {
    reply.header('content-language', language);
  }
  patchVary(reply, DEPENDS_ON);
}

/**
 * Remembers the language that a visitor chose, for a year, and uses it for the rest of this request.
 *
 * ```ts
 * app.post('/language', (request, reply) => {
 *   rememberLanguage(reply, request.body.language);
 *   return reply.redirect('/');
 * });
 * ```
 *
 * @returns the language of the site that the code stands for, such as `de` for `de-at`.
 * @throws http.language.unsupported when the site has no such language
 */
export function rememberLanguage(reply: FastifyReply, code: string): string {
  const known = translations().languages;
  const language = supportedLanguage(String(code), known);
  if (language === undefined) throw unsupported(code, known);
  const name = cookieNameOf(reply.server);
  reply.header('set-cookie', serializeCookie(name, language, A_YEAR_SECONDS));
  activateLanguage(language);
  return language;
}

function cookieNameOf(app: FastifyInstance): string {
  const name = languageCookieOf(app);
  if (name !== undefined) return name;
  throw httpError('http.language.unavailable', 'The plugin "languages" is not registered.', {
    hint: 'Write await app.register(languages) before the routes, or set i18n in uptempo.config.ts.',
  });
}

function unsupported(code: unknown, known: ReadonlyMap<string, string>): Error {
  const shown = JSON.stringify(String(code).slice(0, 40));
  return httpError('http.language.unsupported', `This site has no language ${shown}.`, {
    hint: `It has ${[...known.keys()].slice(0, 12).join(', ')}.`,
  });
}
