/** A piece of a route's path: literal text, or the place of a parameter. */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      /** What the value must match, if the path says so: `:id(^\\d+$)`. */
      readonly expression: RegExp | undefined;
      /** An optional parameter takes the slash before it along: `/movies/:page?`. */
      readonly isOptional: boolean;
    }
  | { readonly kind: 'wildcard'; readonly name: '*' };

export type PatternParameter = Exclude<PatternPart, { kind: 'text' }>;

/** Characters that end a parameter's name. Source: find-my-way, `Router.prototype._on`. */
const ENDS_NAME = /[(\-./]/;

/**
 * Splits a route's path as Fastify's router reads it: `:name`, `:name(expression)`, several in
 * one segment (`:lat-:lng`), an optional last one (`:page?`), `*` at the end, `::` for a colon.
 */
export function parsePattern(path: string): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let text = '';
  let index = 0;
  while (index < path.length) {
    if (path.startsWith('::', index)) {
      text += ':';
      index += 2;
    } else if (path[index] === ':' || path[index] === '*') {
      const { part, end } = parseParameter(path, index);
      const isOptional = part.kind === 'parameter' && part.isOptional;
      const before = isOptional && text.endsWith('/') ? text.slice(0, -1) : text;
      if (before !== '') parts.push({ kind: 'text', text: before });
      text = '';
      parts.push(part);
      index = end;
    } else {
      text += path[index];
      index++;
    }
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}

/** The parameters of a parsed path, in their order. */
export function parametersOf(parts: readonly PatternPart[]): readonly PatternParameter[] {
  return parts.filter((part) => part.kind !== 'text');
}

function parseParameter(path: string, start: number): { part: PatternParameter; end: number } {
  if (path[start] === '*') return { part: { kind: 'wildcard', name: '*' }, end: start + 1 };
  const length = path.slice(start + 1).search(ENDS_NAME);
  const nameEnd = length === -1 ? path.length : start + 1 + length;
  const name = path.slice(start + 1, nameEnd);
  if (path[nameEnd] === '(') {
    const end = closingParenthesis(path, nameEnd) + 1;
    const expression = new RegExp(`^${path.slice(nameEnd, end)}$`);
    return { part: { kind: 'parameter', name, expression, isOptional: false }, end };
  }
  const isOptional = name.endsWith('?');
  const bareName = isOptional ? name.slice(0, -1) : name;
  const part = { kind: 'parameter', name: bareName, expression: undefined, isOptional } as const;
  return { part, end: nameEnd };
}

function closingParenthesis(path: string, start: number): number {
  let depth = 0;
  for (let index = start; index < path.length; index++) {
    if (path[index] === '\\') index++;
    else if (path[index] === '(') depth++;
    else if (path[index] === ')' && --depth === 0) return index;
  }
  return path.length - 1;
}
