import type { ApmOptions } from '../apm/index.ts';
import type { CacheOptions } from '../cache/index.ts';
import { checkOptions, type OptionKind, option } from '../core/index.ts';
import type { DatabaseOptions, DatabaseRouter } from '../db/index.ts';
import type { App } from '../http/index.ts';
import type { TranslationOptions } from '../i18n/index.ts';
import type { Suppression } from '../observe/index.ts';
import type { ProfilerPagesOptions } from '../profiling/index.ts';
import type { ContextProcessor, Library } from '../templates/index.ts';
import type { HistorySetting } from './history.ts';

/** What the module named by `routes` exports. */
export interface RoutesModule {
  /** Adds the project's routes; a Fastify plugin, so it may be async and register others. */
  routes(app: App): unknown;
}

/** The settings of a project, in its `uptempo.config.ts`. Paths are relative to that file. */
export interface Settings {
  /** Addresses by alias; models use `default`. `sqlite:cinema.sqlite`, `sqlite::memory:`. */
  readonly databases?: Readonly<Record<string, DatabaseOptions>>;
  /** Who decides which of several databases a model's rows are in; asked in this order. */
  readonly routers?: readonly DatabaseRouter[];
  /** Caches by name; `cache()` gives `default`. `memory:`, `redis://127.0.0.1:6379`. */
  readonly caches?: Readonly<Record<string, CacheOptions>>;
  readonly templates?: {
    /** Directories that templates are looked for in, first to last. */
    readonly directories: readonly string[];
    /** Zone that dates are shown in, `Europe/Berlin`. Default `UTC`. */
    readonly timeZone?: string;
    /** Your own tags and filters, by the name that `{% load %}` uses. */
    readonly libraries?: Readonly<Record<string, Library>>;
    /** Functions that add variables to every page. */
    readonly contextProcessors?: readonly ContextProcessor[];
    /** What a missing variable prints; `%s` becomes its name. Default empty. */
    readonly stringIfInvalid?: string;
    /** Whether a missing variable is an error where it would be printed. Default false. */
    readonly isStrict?: boolean;
    /** Where `uptempo compiletemplates` writes and production reads. Default `compiled-templates`. */
    readonly compiledDirectory?: string;
  };
  /** The languages of the site: see the guide on translation. */
  readonly i18n?: {
    /** The language where nothing else is chosen. Default `en-us`. */
    readonly languageCode?: string;
    /** What a visitor may choose: codes, or codes and names. Default all that are known. */
    readonly languages?: NonNullable<TranslationOptions['languages']>;
    /** Directories of catalogues, `locale/de/LC_MESSAGES/django.po`; the first wins. */
    readonly localePaths?: readonly string[];
    /** Whether every number has its digits grouped. Default false. */
    readonly useThousandSeparator?: boolean;
    /** Formats by language, instead of those that are known. */
    readonly formats?: NonNullable<TranslationOptions['formats']>;
    /** Cookie that holds what a visitor chose. Default `language`. */
    readonly cookie?: string;
  };
  readonly static?: {
    /** Directory that is served as it is. */
    readonly directory: string;
    /** Path it is served under. Default `/static/`. */
    readonly url?: string;
  };
  /** Imports the modules that declare the models: `() => import('./models.ts')`. */
  readonly models?: () => Promise<object>;
  /** Imports the module that exports `routes(app)`: `() => import('./routes.ts')`. */
  readonly routes?: () => Promise<RoutesModule>;
  /** Imports the module that exports a list `checks`: `() => import('./checks.ts')`. */
  readonly checks?: () => Promise<object>;
  /** Ids that `uptempo check` is silent about, each with the reason. */
  readonly silencedChecks?: Readonly<Record<string, string>>;
  /** Directory of the project's own commands, one file each. */
  readonly commands?: string;
  /** Host names the site answers to. Default in development this machine's; else required. */
  readonly allowedHosts?: readonly string[];
  /** Address to listen on; HOST in the environment wins. Default `127.0.0.1`. */
  readonly host?: string;
  /** Port to listen on; PORT in the environment wins. Default 8000. */
  readonly port?: number;
  /** Whether pages carry the toolbar in development. Default true. */
  readonly toolbar?: boolean;
  /**
   * Requests kept in a file. `uptempo dev` keeps them unless it is false; production does where
   * `permission` says who may see them.
   */
  readonly history?: false | HistorySetting;
  /** Pages that profile the running app, for whom `permission` lets in. Default none in production. */
  readonly profiler?: Omit<ProfilerPagesOptions, 'projectRoot'>;
  /**
   * What the site does, measured in production and shown to whom its options let in; false leaves it
   * out of development too. Default none in production.
   */
  readonly apm?: Omit<ApmOptions, 'mode' | 'projectRoot'> | false;
  readonly findings?: {
    /** Findings that are known and left as they are, each with the reason. */
    readonly ignore?: readonly Suppression[];
  };
}

const exactlyFalse: OptionKind<false> = {
  expected: 'false',
  accepts: (value): value is false => value === false,
};

const SETTINGS: Readonly<Record<keyof Settings, OptionKind>> = {
  databases: option.object,
  routers: option.arrayOf(option.any),
  caches: option.object,
  templates: option.object,
  i18n: option.object,
  static: option.object,
  models: option.function,
  routes: option.function,
  checks: option.function,
  silencedChecks: option.object,
  commands: option.string,
  allowedHosts: option.arrayOf(option.string),
  host: option.string,
  port: option.integer({ min: 0, max: 65_535 }),
  toolbar: option.boolean,
  history: option.either(option.object, exactlyFalse),
  profiler: option.object,
  apm: option.either(option.object, exactlyFalse),
  findings: option.object,
};

const NESTED = {
  history: {
    file: option.string,
    maxBytes: option.integer({ min: 2_000_000 }),
    maxAgeDays: option.integer({ min: 1, max: 3_650 }),
    permission: option.function,
    recordsValues: option.boolean,
  },
  i18n: {
    languageCode: option.string,
    languages: option.arrayOf(option.either(option.string, option.arrayOf(option.string))),
    localePaths: option.arrayOf(option.string),
    useThousandSeparator: option.boolean,
    formats: option.object,
    cookie: option.string,
  },
  templates: {
    directories: option.arrayOf(option.string),
    timeZone: option.string,
    libraries: option.object,
    contextProcessors: option.arrayOf(option.function),
    stringIfInvalid: option.string,
    isStrict: option.boolean,
    compiledDirectory: option.string,
  },
  static: { directory: option.string, url: option.string },
  findings: { ignore: option.arrayOf(option.object) },
} as const;

/**
 * The settings of a project, checked: a name that is not known or a value of the wrong kind is
 * refused at once.
 *
 * ```ts
 * // uptempo.config.ts
 * export const config = defineConfig({
 *   databases: { default: 'sqlite:cinema.sqlite' },
 *   templates: { directories: ['templates'] },
 *   models: () => import('./models.ts'),
 *   routes: () => import('./routes.ts'),
 * });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid
 */
export function defineConfig(settings: Settings): Settings {
  return checkSettings('defineConfig()', settings);
}

/** @throws core.option.unknown, core.option.invalid */
export function checkSettings(where: string, settings: Settings): Settings {
  checkOptions(where, settings, SETTINGS);
  for (const name of ['i18n', 'templates', 'static', 'findings', 'history'] as const) {
    const nested = settings[name];
    if (nested) checkOptions(`${where}: ${name}`, nested, NESTED[name]);
  }
  for (const [id, reason] of Object.entries(settings.silencedChecks ?? {})) {
    const silenced = { [id]: reason };
    checkOptions(`${where}: silencedChecks`, silenced, { [id]: option.string });
  }
  return settings;
}
