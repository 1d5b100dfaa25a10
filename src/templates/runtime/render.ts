import type { Locale } from '../../i18n/index.ts';
import type { ChunkSink } from './chunk-sink.ts';
import type { CompiledTemplate, Unit } from './compiled-template.ts';
import type { FilterScope } from './filter-scope.ts';
import type { FragmentCaches } from './fragments.ts';
import type { IncludeSite, IncludeTarget } from './include-target.ts';
import type { BlockSite, Inheritance } from './inheritance.ts';
import { LimitGuard, type RenderLimits } from './limits.ts';
import type { Steps } from './pending.ts';

/** The variables of a template, by name. */
export type ContextData = Readonly<Record<string, unknown>>;

/**
 * A compiled template or block: yields what it waits for, returns its output.
 *
 * @param locals - names that including templates have set, before those of the context.
 * @param given - values of the names that it was compiled to take as arguments.
 */
export type RenderFunction = (
  render: Render,
  context: ContextData,
  locals: ContextData | null,
  ...given: readonly unknown[]
) => Steps<string>;

/**
 * As `RenderFunction`, but called with the render of the template around it: the output, or undefined
 * where a `RenderFunction` must be run instead.
 */
export type PlainFunction = (
  outer: Render,
  context: ContextData,
  locals: ContextData | null,
  ...given: readonly unknown[]
) => string | undefined;

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
  #escaping: FilterScope | undefined;
  #verbatim: FilterScope | undefined;
  #included: Map<IncludeSite, IncludeTarget> | undefined;
  /** Where a streamed render hands its output on; null for one that gives a string. */
  sink: ChunkSink | null = null;
  /** What is left of the limits; present when there are some. */
  readonly guard: LimitGuard | undefined;

  constructor(host: TemplateHost) {
    this.host = host;
    this.guard = host.limits === undefined ? undefined : new LimitGuard(host.limits);
    this.currentTimeZone = host.timeZone;
    this.groupsDigits = host.groupsDigits;
  }

  /** What filters get where autoescape is on. */
  get escaping(): FilterScope {
    this.#escaping ??= new RunFilterScope(this, true);
    return this.#escaping;
  }

  /** What filters get where autoescape is off. */
  get verbatim(): FilterScope {
    this.#verbatim ??= new RunFilterScope(this, false);
    return this.#verbatim;
  }

  /** What a constant name has included on this page before, in development only. */
  included(site: IncludeSite): IncludeTarget | undefined {
    return this.#included?.get(site);
  }

  noteIncluded(site: IncludeSite, target: IncludeTarget): void {
    this.#included ??= new Map();
    this.#included.set(site, target);
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
  /** How many blocks of each name are being rendered, inside one another. */
  #levels: number[] | null = null;
  #states: Map<unknown, unknown> | null = null;

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
   * already, else that of `unit`. Must be followed by `leaveBlock`.
   */
  enterBlock(site: BlockSite, unit: Unit, autoescape: boolean): RenderFunction {
    const block = this.inheritance === null ? undefined : this.enterSuper(site, autoescape);
    return block ?? unit.block(site.name);
  }

  leaveBlock(site: BlockSite): void {
    const { inheritance } = this;
    if (inheritance === null) return;
    const definers = inheritance.definersAt(site);
    if (definers !== undefined) this.#levels![definers.index]!--;
  }

  /** The block that the one being rendered overrides, if any. Must be followed by `leaveBlock`. */
  enterSuper(site: BlockSite, autoescape: boolean): RenderFunction | undefined {
    const inheritance = this.inheritance!;
    const definers = inheritance.definersAt(site);
    if (definers === undefined) return undefined;
    this.#levels ??= new Array(inheritance.blockCount).fill(0);
    const level = this.#levels[definers.index]!;
    this.#levels[definers.index] = level + 1;
    return definers.block(level, autoescape);
  }
}
