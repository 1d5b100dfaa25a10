import type { CompiledTemplates } from './ahead-of-time.ts';
import { isTextNode, type NodeList } from './node.ts';
import { Parser, type ParserSettings } from './parser.ts';
import { ChunkSink } from './runtime/chunk-sink.ts';
import { type CompiledTemplate, registerTemplate } from './runtime/compiled-template.ts';
import { renderTemplate } from './runtime/observe.ts';
import { runSteps, type Steps, type Wait, waitForever } from './runtime/pending.ts';
import { type ContextData, Render, Run, type TemplateHost } from './runtime/render.ts';
import { streamSteps } from './runtime/stream.ts';
import { displayName, type TemplateSource } from './source.ts';
import { blockNodes } from './tags/block.ts';
import { TemplateUnit } from './unit.ts';

/** What a template takes from its engine. */
export interface TemplateEnvironment {
  readonly host: TemplateHost;
  readonly parserSettings: ParserSettings;
  readonly autoescape: boolean;
  readonly compiled: CompiledTemplates | undefined;
  /** The context with what the context processors add. */
  prepare(context: ContextData): ContextData | Promise<ContextData>;
}

/** A parsed template; compiled when it is first rendered. */
export class Template implements CompiledTemplate {
  readonly source: TemplateSource;
  readonly nodes: NodeList;
  readonly blockNames: readonly string[];
  /** Whether it extends another template. */
  readonly isChild: boolean;
  readonly #environment: TemplateEnvironment;
  readonly #escaping: TemplateUnit;
  readonly #verbatim: TemplateUnit;

  /** @throws templates.syntax.invalid and the other codes of parsing */
  constructor(source: TemplateSource, environment: TemplateEnvironment) {
    this.source = source;
    this.#environment = environment;
    this.nodes = new Parser(source, environment.parserSettings).parse();
    const blocks = new Map(blockNodes(this.nodes).map(({ name, body }) => [name, body]));
    this.blockNames = [...blocks.keys()];
    this.isChild = this.nodes.some((node) => !isTextNode(node) && node.mustBeFirst === true);
    const { host: settings, compiled } = environment;
    const unitSource = { template: this, nodes: this.nodes, blocks, settings, compiled };
    this.#escaping = new TemplateUnit(unitSource, true);
    this.#verbatim = new TemplateUnit(unitSource, false);
    registerTemplate(this);
  }

  /** `movies/list.html`; undefined for a template made from a string. */
  get name(): string | undefined {
    return this.source.name;
  }

  /** The name for messages and events. */
  get displayName(): string {
    return displayName(this.source);
  }

  /**
   * Renders the template: a string when nothing in it has to be waited for, else a promise.
   *
   * @param context - variables by name; promises, QuerySets and unloaded relations are awaited
   *   where the template uses them.
   */
  render(context: ContextData = {}): string | Promise<string> {
    const prepared = this.#environment.prepare(context);
    return prepared instanceof Promise
      ? prepared.then((data) => this.#start(data))
      : this.#start(prepared);
  }

  /**
   * Renders the template in parts, so that a page's head can be sent while its rows are fetched:
   * what is finished before each block, include, loop and wait, and long loops piece by piece.
   *
   * @returns an asynchronous iterable; `Readable.from()` makes a stream of it.
   */
  async *stream(context: ContextData = {}): AsyncGenerator<string, void, undefined> {
    const { run, steps } = this.#begin(await this.#environment.prepare(context));
    run.sink = new ChunkSink();
    yield* streamSteps(steps, run.sink, waitOf(run));
  }

  /** The compiled functions for autoescape on or off. */
  unit(autoescape: boolean): TemplateUnit {
    return autoescape ? this.#escaping : this.#verbatim;
  }

  #start(data: ContextData): string | Promise<string> {
    const { run, steps } = this.#begin(data);
    return runSteps(steps, waitOf(run));
  }

  #begin(data: ContextData): { run: Run; steps: Steps<string> } {
    const { host, autoescape } = this.#environment;
    const run = new Run(host);
    return { run, steps: renderTemplate(new Render(run, this, 0), autoescape, data, null) };
  }
}

/** A render under limits waits no longer than they allow. */
function waitOf({ guard }: Run): Wait {
  return guard === undefined ? waitForever : (pending) => guard.wait(pending);
}
