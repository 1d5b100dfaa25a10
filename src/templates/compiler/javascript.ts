const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A text as a JavaScript literal. */
export function literal(value: string | number): string {
  return JSON.stringify(value);
}

const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** `.title`, `[0]`, or `["première-fois"]` where the name is no identifier. */
export function property(name: string): string {
  if (IDENTIFIER.test(name)) return `.${name}`;
  return `[${INDEX.test(name) ? name : literal(name)}]`;
}

/** As `property`, but undefined when the base is null or undefined: `?.title`, `?.[0]`. */
export function optionalProperty(name: string): string {
  return IDENTIFIER.test(name) ? `?.${name}` : `?.${property(name)}`;
}

/** A property of an object literal; computed, since `"__proto__": x` would set the prototype. */
export function entry(name: string, value: string): string {
  const key = IDENTIFIER.test(name) && name !== '__proto__' ? name : `[${literal(name)}]`;
  return `${key}: ${value}`;
}

/** An object literal of names and the code of their values. */
export function objectLiteral(values: Iterable<readonly [string, string]>): string {
  const entries = Array.from(values, ([name, value]) => entry(name, value));
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Whether a value must be waited for; as code, so that each place has an inline cache of its own. */
export function pendingTest(value: string): string {
  return (
    `(typeof ${value} === 'object' && ${value} !== null && ` +
    `(${value}.then !== undefined || ${value}[$LOAD] !== undefined))`
  );
}
