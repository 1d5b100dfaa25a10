import type { TemplateCode } from './ahead-of-time.ts';
import type { FunctionCode } from './compiler/function-code.ts';
import { givenKey } from './runtime/given-names.ts';
import type { IncludeSite } from './runtime/include-target.ts';
import type { Template } from './template.ts';
import { MAX_FUNCTIONS, type TemplateUnit } from './unit.ts';

/** The code of every function by which the templates of these names render themselves and one another. */
export function* codesOf(templates: ReadonlyMap<string, Template>): Generator<TemplateCode> {
  const known = new KnownFunctions();
  const functions: (readonly [string, FunctionCode])[] = [];
  const add = (name: string, codes: Iterable<FunctionCode>) => {
    for (const code of codes) functions.push([name, code]);
  };
  for (const [name, template] of templates) {
    add(name, template.unit(true).codes());
    add(name, template.unit(false).codes());
  }
  // The list grows while it is read.
  for (const [template, { code, includes }] of functions) {
    yield { code, template };
    for (const site of includes) {
      const unit = templates.get(site.name)?.unit(site.autoescape);
      if (unit !== undefined && known.add(unit, site)) add(site.name, unit.codesWith(site.given));
    }
  }
}

/** The functions with given names that have been compiled already; as many as a unit may have. */
class KnownFunctions {
  readonly #keys = new Map<TemplateUnit, Set<string>>();

  /** Whether a function is to be compiled now. */
  add(unit: TemplateUnit, { given }: IncludeSite): boolean {
    const keys = this.#keys.get(unit) ?? new Set();
    this.#keys.set(unit, keys);
    const key = givenKey(given);
    if (keys.has(key) || keys.size === MAX_FUNCTIONS) return false;
    keys.add(key);
    return true;
  }
}
