import type { FunctionCode } from './compiler/function-code.ts';
import { givenKey } from './runtime/given-names.ts';
import type { IncludeSite } from './runtime/include-target.ts';
import type { Template } from './template.ts';
import { MAX_FUNCTIONS, type TemplateUnit } from './unit.ts';

/** The code of every function by which the templates of these names render themselves and one another. */
export function* codesOf(templates: ReadonlyMap<string, Template>): Generator<string> {
  const known = new KnownFunctions();
  const functions: FunctionCode[] = [];
  for (const template of templates.values()) {
    functions.push(...template.unit(true).codes(), ...template.unit(false).codes());
  }
  // The list grows while it is read.
  for (const { code, includes } of functions) {
    yield code;
    for (const site of includes) {
      const unit = templates.get(site.name)?.unit(site.autoescape);
      if (unit !== undefined && known.add(unit, site))
        functions.push(...unit.codesWith(site.given));
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
