import { writeUnit } from './compiler/unit-writer.ts';
import { isTextNode, type NodeList } from './node.ts';
import { Parser, type ParserSettings } from './parser.ts';
import { type CompiledTemplate, registerTemplate, type Unit } from './runtime/compiled-template.ts';
import { helpers } from './runtime/helpers.ts';
import { renderTemplate } from './runtime/observe.ts';
import { runSteps } from './runtime/pending.ts';
import { type ContextData, Render, Run, type TemplateHost } from './runtime/render.ts';
import { displayName, type TemplateSource } from './source.ts';
import { blockNodes } from './tags/block.ts';

/** What a template takes from its engine. */
export interface TemplateEnvironment {
  readonly host: TemplateHost;
  readonly parserSettings: ParserSettings;
  readonly autoescape: boolean;
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
  #escaping: Unit | undefined;
  #verbatim: Unit | undefined;

  /** @throws templates.syntax.invalid and the other codes of parsing */
  constructor(source: TemplateSource, environment: TemplateEnvironment) {
    this.source = source;
    this.#environment = environment;
    this.nodes = new Parser(source, environment.parserSettings).parse();
    this.blockNames = blockNodes(this.nodes).map((block) => block.name);
    this.isChild = this.nodes.some((node) => !isTextNode(node) && node.mustBeFirst === true);
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

  /** The compiled functions for autoescape on or off. */
  unit(autoescape: boolean): Unit {
    if (autoescape) {
      this.#escaping ??= this.#compile(true);
      return this.#escaping;
    }
    this.#verbatim ??= this.#compile(false);
    return this.#verbatim;
  }

  #start(data: ContextData): string | Promise<string> {
    const { host, autoescape } = this.#environment;
    return runSteps(renderTemplate(new Render(new Run(host), this, 0), autoescape, data, null));
  }

  #compile(autoescape: boolean): Unit {
    const { code, constants } = writeUnit(this.nodes, this.#environment.host, autoescape);
    const name = encodeURI(this.displayName);
    const factory = new Function('$', '$k', '$t', `${code}\n//# sourceURL=template:${name}`);
    return factory(helpers, constants, this) as Unit;
  }
}
