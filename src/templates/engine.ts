import { checkOptions, option } from '../core/index.ts';
import { activeLocale, translations } from '../i18n/index.ts';
import { type CompiledTemplates, compiledModule } from './ahead-of-time.ts';
import { codesOf } from './compile-all.ts';
import { isTimeZone } from './dates/zone.ts';
import { templateError } from './errors.ts';
import { builtinFilters } from './filters/builtins.ts';
import { percentEncode } from './filters/urls.ts';
import { inspectTemplate, type TemplateInspection } from './inspection.ts';
import { builtinLibraries } from './libraries/builtins.ts';
import type { Library } from './library.ts';
import { fileLoader } from './loaders/files.ts';
import type { TemplateLoader } from './loaders/loader.ts';
import { memoryLoader } from './loaders/memory.ts';
import { TemplateStore } from './loaders/template-store.ts';
import type { FragmentCaches } from './runtime/fragments.ts';
import type { RenderLimits } from './runtime/limits.ts';
import type { ContextData, TemplateHost } from './runtime/render.ts';
import type { TemplateSource } from './source.ts';
import { builtinTags } from './tags/builtins.ts';
import { Template, type TemplateEnvironment } from './template.ts';

/** Adds variables to every context; what the context itself has of the same name wins. */
export type ContextProcessor = (context: ContextData) => ContextData | Promise<ContextData>;

/** Makes the address of a named route. Should throw a coded error for a name it does not know. */
export type UrlResolver = (
  name: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
) => string;

export interface TemplateEngineOptions {
  /** Directories to look for templates in, in order. */
  readonly directories?: readonly string[];
  /** Templates in memory by name; found before those in directories. */
  readonly templates?: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
  /** Further loaders, asked after the directories. */
  readonly loaders?: readonly TemplateLoader[];
  /** Whether values are escaped unless they are marked safe. Default true. */
  readonly autoescape?: boolean;
  /** IANA name of the zone that dates are shown in. Default `UTC`. */
  readonly timeZone?: string;
  /** Whether a template is read again when its file has changed. Default false. */
  readonly isDevelopment?: boolean;
  /** For `{% url %}`; without it the tag throws `templates.url.unavailable`. */
  readonly resolveUrl?: UrlResolver;
  /** For `{% static %}`: what stands before a path, or makes the address. Default `/static/`. */
  readonly staticUrl?: string | ((path: string) => string);
  /** What `{% get_media_prefix %}` gives. Default `/media/`. */
  readonly mediaUrl?: string;
  /** For `{% cache %}`; without it the tag throws `templates.cache.unavailable`. */
  readonly fragmentCaches?: FragmentCaches | undefined;
  readonly contextProcessors?: readonly ContextProcessor[];
  /** Libraries for `{% load %}` by name, beside the built-in ones. */
  readonly libraries?: Readonly<Record<string, Library>>;
  /** What a missing variable prints; `%s` becomes its name. Default empty. */
  readonly stringIfInvalid?: string;
  /** Whether a missing variable is an error where it would be printed. Default false. */
  readonly isStrict?: boolean;
  /** How deeply templates may include one another. Default 100. */
  readonly maxNesting?: number;
  /** Templates compiled ahead, from a module made by `compile()`. */
  readonly compiled?: CompiledTemplates;
  /** What each render may use at most, for templates by people who are not trusted with more. */
  readonly limits?: RenderLimits;
}

/** Finds, compiles and renders templates. */
export interface TemplateEngine {
  /**
   * The template of a name, or of the first name in a list that exists.
   *
   * @throws templates.template.not_found, and the codes of parsing
   */
  getTemplate(name: string | readonly string[]): Template;
  /** A template from its text; it has no name, so it can't use relative names of others. */
  fromString(source: string): Template;
  /** Renders a template: a string when nothing has to be waited for, else a promise. */
  render(name: string | readonly string[], context?: ContextData): string | Promise<string>;
  /** Renders a template in parts: see `Template.stream`. */
  stream(
    name: string | readonly string[],
    context?: ContextData,
  ): AsyncGenerator<string, void, undefined>;
  /**
   * The text of a JavaScript module for the option `compiled` of an engine with the same other
   * options: it renders without making code from text, where that is forbidden.
   *
   * @param names - Default: every template that can be found.
   */
  compile(names?: Iterable<string>): string;
  /**
   * What can be said of a template without rendering it: all its mistakes, its blocks, and what it
   * names with literals.
   *
   * @throws templates.template.not_found, templates.limit.nesting
   */
  inspect(name: string): TemplateInspection;
  /** The text of a template as its loader has it now. */
  source(name: string): TemplateSource;
  /** The name of every template that can be found. */
  templateNames(): ReadonlySet<string>;
}

const OPTION_KINDS = {
  directories: option.arrayOf(option.string),
  templates: option.object,
  loaders: option.arrayOf(option.object),
  autoescape: option.boolean,
  timeZone: option.string,
  isDevelopment: option.boolean,
  resolveUrl: option.function,
  staticUrl: option.either(option.string, option.function),
  fragmentCaches: option.function,
  mediaUrl: option.string,
  contextProcessors: option.arrayOf(option.function),
  libraries: option.object,
  stringIfInvalid: option.string,
  isStrict: option.boolean,
  maxNesting: option.integer({ min: 1, max: 1000 }),
  compiled: option.object,
  limits: option.object,
};

/**
 * Sets up an engine for Django's template language.
 *
 * ```ts
 * const engine = createTemplateEngine({ directories: ['templates'] });
 * const html = await engine.render('movies/list.html', { movies: Movie.objects.all() });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, templates.engine.time_zone
 */
export function createTemplateEngine(options: TemplateEngineOptions = {}): TemplateEngine {
  checkOptions('createTemplateEngine()', options, OPTION_KINDS);
  const host = createHost(options, (names, skip) => store.get(names, skip));
  const environment: TemplateEnvironment = {
    host,
    parserSettings: {
      builtins: [builtinTags, builtinFilters],
      libraries: new Map([...builtinLibraries, ...Object.entries(options.libraries ?? {})]),
    },
    autoescape: options.autoescape ?? true,
    compiled: options.compiled,
    prepare: contextPreparation(options.contextProcessors ?? []),
  };
  const store = new TemplateStore(
    loadersOf(options),
    (source) => new Template(source, environment),
    options.isDevelopment ?? false,
  );
  return {
    getTemplate: (name) => store.get(name),
    fromString: (text) => new Template({ name: undefined, file: undefined, text }, environment),
    render: (name, context) => store.get(name).render(context),
    stream: (name, context) => store.get(name).stream(context),
    compile: (names = store.names()) =>
      compiledModule(codesOf(new Map(Array.from(names, (name) => [name, store.get(name)])))),
    inspect: (name) => inspectTemplate(store.source(name), environment.parserSettings),
    source: (name) => store.source(name),
    templateNames: () => store.names(),
  };
}

function loadersOf(options: TemplateEngineOptions): readonly TemplateLoader[] {
  const { templates, directories, loaders = [] } = options;
  return [
    ...(templates === undefined ? [] : [memoryLoader(templates)]),
    ...(directories === undefined ? [] : [fileLoader(directories)]),
    ...loaders,
  ];
}

function createHost(
  options: TemplateEngineOptions,
  getTemplate: TemplateHost['getTemplate'],
): TemplateHost {
  const { timeZone = 'UTC', staticUrl = '/static/' } = options;
  if (!isTimeZone(timeZone)) {
    throw templateError('templates.engine.time_zone', `There is no time zone "${timeZone}".`, {
      hint: 'Use a name of the IANA database, such as "Europe/Paris".',
    });
  }
  return {
    timeZone,
    stringIfInvalid: options.stringIfInvalid ?? '',
    isStrict: options.isStrict ?? false,
    isDevelopment: options.isDevelopment ?? false,
    maxNesting: options.maxNesting ?? 100,
    limits: checkedLimits(options.limits),
    getTemplate,
    resolveUrl: options.resolveUrl ?? noResolver,
    fragmentCaches: options.fragmentCaches,
    staticUrl: typeof staticUrl === 'function' ? staticUrl : prefixed(staticUrl),
    staticPrefix: typeof staticUrl === 'function' ? staticUrl('') : staticUrl,
    mediaPrefix: options.mediaUrl ?? '/media/',
    locale: activeLocale,
    get groupsDigits() {
      return translations().usesThousandSeparator;
    },
  };
}

function checkedLimits(limits: RenderLimits | undefined): RenderLimits | undefined {
  if (limits === undefined) return undefined;
  const positive = option.integer({ min: 1 });
  for (const name of ['timeMs', 'outputLength'] as const) {
    if (limits[name] !== undefined) continue;
    throw templateError('templates.engine.limits', `limits has no "${name}".`, {
      hint: 'Give both: { timeMs: 200, outputLength: 1_000_000 }.',
    });
  }
  return checkOptions('limits', limits, { timeMs: positive, outputLength: positive });
}

function noResolver(name: string): never {
  throw templateError(
    'templates.url.unavailable',
    `{% url "${name}" %} can't be resolved: the engine has no routes.`,
    { hint: 'Pass resolveUrl to createTemplateEngine().' },
  );
}

function prefixed(prefix: string): (path: string) => string {
  const base = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return (path) => base + percentEncode(path.replace(/^\/+/, ''), "/~!*()'");
}

function contextPreparation(
  processors: readonly ContextProcessor[],
): TemplateEnvironment['prepare'] {
  if (processors.length === 0) return (context) => context;
  return (context) => {
    const added = processors.map((processor) => processor(context));
    if (!added.some((values) => values instanceof Promise)) {
      return Object.assign({}, ...added, context);
    }
    return Promise.all(added).then((values) => Object.assign({}, ...values, context));
  };
}
