import type { Locale } from '../../i18n/index.ts';
import type { ChunkSink } from './chunk-sink.ts';
import type { CompiledTemplate } from './compiled-template.ts';
import type { FilterScope } from './filter-scope.ts';
import type { FragmentCaches } from './fragments.ts';
import type { Inheritance } from './inheritance.ts';
import { LimitGuard, type RenderLimits } from './limits.ts';
import type { Steps } from './pending.ts';

/** The variables of a template, by name. */
export type ContextData = Readonly<Record<string, unknown>>;

/** A compiled template or block: yields what it waits for, returns its output. */
export type RenderFunction = (
  render: Render,
  context: ContextData,
  locals: ContextData | null,
) => Steps<string>;

/** Where a run finds other templates and the settings of its engine. */
export interface TemplateHost {
  readonly timeZone: string;
  readonly stringIfInvalid: string;
  readonly isStrict: boolean;
  readonly isDevelopment: boolean;
  readonly maxNesting: number;
  readonly limits: RenderLimits | undefined;
  /** @param skip - templates that count as not there, so that one can extend its namesake. */
  getTemplate(
    names: string | readonly string[],
    skip?: readonly CompiledTemplate[],
  ): CompiledTemplate;
  resolveUrl(
    name: string,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
  ): string;
  readonly fragmentCaches: FragmentCaches | undefined;
  staticUrl(path: string): string;
  readonly staticPrefix: string;
  readonly mediaPrefix: string;
  /** The language that counts where the render begins. */
  locale(): Locale;
  /** Whether every number has its digits grouped. */
  readonly groupsDigits: boolean;
}

/** One page from its first template to its last include. */
export class Run {
  readonly host: TemplateHost;
  /** The zone of the engine, and inside `{% timezone %}` that one. */
  currentTimeZone: string;
  /** Whether dates are shown in that zone: not inside `{% localtime off %}`. */
  isLocalTime = true;
  /** Whether numbers and dates are printed in the formats of the language. */
  isLocalized = true;
  readonly groupsDigits: boolean;
  #locale: Locale | undefined;
  /** What filters get where autoescape is on, and where it is off. */
  readonly escaping: FilterScope;
  readonly verbatim: FilterScope;

  /** Templates included so far by constant names, in development only. */
  readonly included = new Map<object, CompiledTemplate>();
  /** Where a streamed render hands its output on; null for one that gives a string. */
  sink: ChunkSink | null = null;
  /** What is left of the limits; present when there are some. */
  readonly guard: LimitGuard | undefined;

  constructor(host: TemplateHost) {
    this.host = host;
    this.guard = host.limits === undefined ? undefined : new LimitGuard(host.limits);
    this.currentTimeZone = host.timeZone;
    this.groupsDigits = host.groupsDigits;
    this.escaping = new RunFilterScope(this, true);
    this.verbatim = new RunFilterScope(this, false);
  }

  /** The zone that dates are shown in. */
  get timeZone(): string {
    return this.isLocalTime ? this.currentTimeZone : 'UTC';
  }

  /** The language of the page, and inside `{% language %}` that one. Most pages never ask. */
  get locale(): Locale {
    this.#locale ??= this.host.locale();
    return this.#locale;
  }

  set locale(locale: Locale) {
    this.#locale = locale;
  }
}

class RunFilterScope implements FilterScope {
  readonly autoescape: boolean;
  readonly #run: Run;

  constructor(run: Run, autoescape: boolean) {
    this.#run = run;
    this.autoescape = autoescape;
  }

  get timeZone(): string {
    return this.#run.timeZone;
  }

  get currentTimeZone(): string {
    return this.#run.currentTimeZone;
  }

  get locale(): Locale {
    return this.#run.locale;
  }

  now(): Date {
    return new Date();
  }
}

/** The render of one template with those it extends; each include has one of its own. */
export class Render {
  readonly run: Run;
  readonly template: CompiledTemplate;
  /** 0 for the page, 1 for what it includes, and so on. */
  readonly depth: number;
  /** Blocks by name, once a template that extends another is met. */
  inheritance: Inheritance | null = null;
  #levels: Map<string, number> | undefined;
  #states: Map<unknown, unknown> | undefined;

  constructor(run: Run, template: CompiledTemplate, depth: number) {
    this.run = run;
    this.template = template;
    this.depth = depth;
  }

  /** What a node remembers for the length of this render, made by `create` on first use. */
  state<T>(node: object, create: () => T): T {
    this.#states ??= new Map();
    let state = this.#states.get(node) as T | undefined;
    if (state === undefined) {
      state = create();
      this.#states.set(node, state);
    }
    return state;
  }

  /**
   * The function of the block that overrides all others of that name and is not being rendered
   * already, else `own`. Must be followed by `leaveBlock`.
   */
  enterBlock(name: string, own: RenderFunction, autoescape: boolean): RenderFunction {
    if (this.inheritance === null) return own;
    return this.#nextBlock(name, autoescape) ?? own;
  }

  leaveBlock(name: string): void {
    const level = this.#levels?.get(name);
    if (level !== undefined) this.#levels!.set(name, level - 1);
  }

  /** The block that the one being rendered overrides, if any. Must be followed by `leaveBlock`. */
  enterSuper(name: string, autoescape: boolean): RenderFunction | undefined {
    return this.#nextBlock(name, autoescape);
  }

  #nextBlock(name: string, autoescape: boolean): RenderFunction | undefined {
    this.#levels ??= new Map();
    const level = this.#levels.get(name) ?? 0;
    this.#levels.set(name, level + 1);
    const definer = this.inheritance?.definers(name)[level];
    return definer?.unit(autoescape).block(name);
  }
}
