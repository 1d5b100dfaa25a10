import { nearest } from '../../core/index.ts';
import { templateError } from '../errors.ts';
import type { CompiledTemplate } from '../runtime/compiled-template.ts';
import type { TemplateSource } from '../source.ts';
import type { LocatedTemplate, TemplateLoader } from './loader.ts';

interface StoredTemplate<T> {
  readonly template: T;
  readonly stamp: string;
}

const NOTHING: ReadonlySet<string> = new Set();
const NONE: readonly CompiledTemplate[] = [];

/**
 * The templates of an engine: found through its loaders, parsed once, in development parsed again
 * when they have changed.
 */
export class TemplateStore<T extends CompiledTemplate> {
  readonly #loaders: readonly TemplateLoader[];
  readonly #parse: (source: TemplateSource) => T;
  readonly #isWatching: boolean;
  readonly #byName = new Map<string, T>();
  readonly #byKey = new Map<string, StoredTemplate<T>>();
  readonly #keys = new WeakMap<CompiledTemplate, string>();

  /** @param isWatching - whether to look for changes at each request for a template. */
  constructor(
    loaders: readonly TemplateLoader[],
    parse: (source: TemplateSource) => T,
    isWatching: boolean,
  ) {
    this.#loaders = loaders;
    this.#parse = parse;
    this.#isWatching = isWatching;
  }

  /**
   * The template of a name, or of the first name in a list that exists.
   *
   * @param skip - templates that count as not there.
   * @throws templates.template.not_found, templates.template.name_refused and what parsing throws
   */
  get(names: string | readonly string[], skip: readonly CompiledTemplate[] = NONE): T {
    if (typeof names === 'string') return this.#find(names, skip) ?? this.#fail([names]);
    for (const name of names) {
      const template = this.#find(name, skip);
      if (template !== undefined) return template;
    }
    return this.#fail(names);
  }

  /**
   * The text of a template as its loader has it now, unread by any parser.
   *
   * @throws templates.template.not_found, templates.template.name_refused
   */
  source(name: string): TemplateSource {
    checkName(name);
    const located = this.#locate(name, NOTHING);
    if (located === undefined) return this.#fail([name]);
    return { name, file: located.file, text: located.read() };
  }

  /** Every name the loaders have. */
  names(): Set<string> {
    return new Set(this.#loaders.flatMap((loader) => [...loader.names()]));
  }

  #find(name: string, skip: readonly CompiledTemplate[]): T | undefined {
    const known = this.#byName.get(name);
    if (known !== undefined && !this.#isWatching && !skip.includes(known)) return known;
    checkName(name);
    const located = this.#locate(name, this.#keysOf(skip));
    if (located === undefined) return undefined;
    const template = this.#stored(name, located);
    if (skip.length === 0) this.#byName.set(name, template);
    return template;
  }

  #keysOf(templates: readonly CompiledTemplate[]): ReadonlySet<string> {
    if (templates.length === 0) return NOTHING;
    const keys = templates.map((template) => this.#keys.get(template));
    return new Set(keys.filter((key) => key !== undefined));
  }

  #locate(name: string, skip: ReadonlySet<string>): LocatedTemplate | undefined {
    for (const loader of this.#loaders) {
      const located = loader.locate(name, skip);
      if (located !== undefined) return located;
    }
    return undefined;
  }

  #stored(name: string, { key, stamp, file, read }: LocatedTemplate): T {
    const stored = this.#byKey.get(key);
    if (stored !== undefined && (!this.#isWatching || stored.stamp === stamp)) {
      return stored.template;
    }
    const template = this.#parse({ name, file, text: read() });
    this.#byKey.set(key, { template, stamp });
    this.#keys.set(template, key);
    return template;
  }

  #fail(names: readonly string[]): never {
    const places = this.#loaders.flatMap((loader) => loader.places);
    const known = this.names();
    const match = names.map((name) => nearest(name, known)).find((name) => name !== undefined);
    const quoted = names.map((name) => `"${name}"`).join(', ');
    const looked =
      places.length === 0 ? 'No loader is set up.' : `Looked in: ${places.join(', ')}.`;
    const problem =
      names.length === 1
        ? `There is no template ${quoted}.`
        : `None of the templates ${quoted} exists.`;
    throw templateError('templates.template.not_found', problem, {
      hint: match === undefined ? looked : `Did you mean "${match}"? ${looked}`,
      details: { names, places },
    });
  }
}

/** Names are relative, with forward slashes, and stay below the template directories. */
function checkName(name: string): void {
  const isRefused =
    name === '' ||
    name.startsWith('/') ||
    /[\\\0]/.test(name) ||
    /^[a-zA-Z]:/.test(name) ||
    name.split('/').includes('..');
  if (!isRefused) return;
  throw templateError(
    'templates.template.name_refused',
    `${JSON.stringify(name)} can't be the name of a template.`,
    { hint: 'Names are relative to the template directories, such as "movies/list.html".' },
  );
}
