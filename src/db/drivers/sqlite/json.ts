type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The text of a document: the same for equal ones, in whatever order they name their members. */
export function canonicalJson(text: string): string {
  return JSON.stringify(JSON.parse(text, sortMembers));
}

function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const names = Object.keys(value).sort();
  // fromEntries defines members, so that "__proto__" is one like any other.
  return Object.fromEntries(names.map((name) => [name, (value as Record<string, unknown>)[name]]));
}

/**
 * Whether a document has all that a part has, as PostgreSQL's `@>`: members by name, items of
 * lists wherever they stand; a list also has the bare values that are its items.
 */
export function jsonContains(text: string, part: string): boolean {
  const document = JSON.parse(text) as Json;
  const wanted = JSON.parse(part) as Json;
  const isBareItem = isList(document) && (typeof wanted !== 'object' || wanted === null);
  return isBareItem ? document.includes(wanted) : contains(document, wanted);
}

function contains(document: Json, part: Json): boolean {
  if (isList(document)) {
    return isList(part) && part.every((item) => document.some((own) => contains(own, item)));
  }
  if (!isObject(document)) return document === part;
  if (!isObject(part)) return false;
  return Object.keys(part).every(
    (name) => Object.hasOwn(document, name) && contains(document[name]!, part[name]!),
  );
}

/** Whether an object has members of these names, or a list these texts as its items. */
export function jsonHasKeys(text: string, names: string, quantifier: string): boolean {
  const document = JSON.parse(text) as Json;
  const wanted = JSON.parse(names) as readonly string[];
  const has = (name: string) =>
    isObject(document)
      ? Object.hasOwn(document, name)
      : isList(document)
        ? document.includes(name)
        : document === name;
  return quantifier === 'every' ? wanted.every(has) : wanted.some(has);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
