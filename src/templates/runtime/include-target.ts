import { templateRenderChannel } from '../../events/index.ts';
import type { CompiledTemplate, Unit } from './compiled-template.ts';
import { type GivenName, withGiven } from './given-names.ts';
import { observed } from './observe.ts';
import type { PlainFunction, Render, RenderFunction, Run } from './render.ts';

/** An `{% include %}` of a constant name, which keeps its target once it is found. */
export interface IncludeSite {
  readonly name: string;
  readonly autoescape: boolean;
  /** The names that the included function gets as arguments. */
  readonly given: readonly GivenName[];
  target: IncludeTarget | undefined;
}

/** Renders after which a template is worth a plain function. */
const OFTEN = 20;

/** The plain function is given up when more than a quarter of these calls had to be done again. */
const TRIAL = 40;

/** What an `{% include %}` of a constant name renders. */
export class IncludeTarget {
  readonly template: CompiledTemplate;
  readonly #unit: Unit;
  readonly #given: readonly GivenName[];
  readonly #main: RenderFunction;
  /** Undefined as long as it is not wanted, null where there is none. */
  #plain: PlainFunction | null | undefined;
  #renders = 0;
  #calls = 0;
  #bails = 0;

  constructor(template: CompiledTemplate, { autoescape, given }: IncludeSite) {
    this.template = template;
    this.#unit = template.unit(autoescape);
    this.#given = given;
    this.#main = this.#unit.mainWith(given) ?? collecting(this.#unit.main, given);
  }

  /** Its function, which publishes an event while somebody listens. */
  get main(): RenderFunction {
    if (templateRenderChannel.hasSubscribers) return this.#observed;
    if (this.#plain === undefined && ++this.#renders > OFTEN) this.#findPlain();
    return this.#main;
  }

  /**
   * Its plain function, to be tried first: null where it is of no use. Whoever listens or reads a
   * stream wants the steps.
   */
  plain(run: Run): PlainFunction | null {
    const plain = this.#plain ?? null;
    if (plain === null || run.sink !== null || templateRenderChannel.hasSubscribers) return null;
    this.#calls++;
    return plain;
  }

  /** As `plain`, for a plain function: somebody has looked whether it may be called. */
  get nestedPlain(): PlainFunction | null {
    if (this.#plain === undefined) this.#findPlain();
    return this.#plain ?? null;
  }

  /** Notes that the plain function could not do it. */
  bailed(): void {
    this.#bails++;
    if (this.#calls < TRIAL) return;
    if (this.#bails * 4 > this.#calls) this.#plain = null;
    this.#calls = 0;
    this.#bails = 0;
  }

  #findPlain(): void {
    this.#plain = this.#unit.plainWith(this.#given) ?? null;
  }

  readonly #observed: RenderFunction = (render, context, locals, ...values) => {
    const steps = this.#main(render, context, locals, ...values);
    return observed(steps, render, context, locals, this.#given);
  };
}

/** Calls a function that wants the names of including templates as one object. */
function collecting(main: RenderFunction, given: readonly GivenName[]): RenderFunction {
  return (render, context, locals, ...values) =>
    main(render, context, withGiven(locals, given, values));
}

/** The target of a constant name; in development it is looked up anew for each page. */
export function includeTarget({ run }: Render, site: IncludeSite): IncludeTarget {
  const known = run.included(site);
  if (known !== undefined) return known;
  const target = new IncludeTarget(run.host.getTemplate(site.name), site);
  if (run.host.isDevelopment) run.noteIncluded(site, target);
  else site.target = target;
  return target;
}
