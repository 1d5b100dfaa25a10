import { nearest, suggest } from '../core/index.ts';
import type { Expression, FilterCall, Literal, Operand } from './expression.ts';
import type { Filter, Library } from './library.ts';
import { errorAt, type TemplateSource } from './source.ts';
import type { Word } from './words.ts';

const QUOTED = String.raw`"[^"\\]*(?:\\[^\n][^"\\]*)*"|'[^'\\]*(?:\\[^\n][^'\\]*)*'`;
const CONSTANT = String.raw`_\((?:${QUOTED})\)|${QUOTED}`;
const NAME = String.raw`[\p{L}\p{N}_]+`;
const OPERAND = String.raw`[\p{L}\p{N}_.]+|[-+.]?\d[\d.e]*`;

const BASE = new RegExp(`(?<constant>${CONSTANT})|(?<variable>${OPERAND})`, 'uy');
const FILTER = new RegExp(
  String.raw`\s*\|\s*(?<name>${NAME})(?::(?:(?<constant>${CONSTANT})|(?<variable>${OPERAND})))?`,
  'uy',
);

/** What an expression is read with: the filters known here, and the template for messages. */
export interface ExpressionContext {
  readonly source: TemplateSource;
  readonly filters: ReadonlyMap<string, Filter>;
  /** Those that `{% load %}` would bring in. */
  readonly libraries: ReadonlyMap<string, Library>;
}

/** Reads `value|filter:argument|…`. */
export function parseExpression(word: Word, context: ExpressionContext): Expression {
  const { text, at } = word;
  BASE.lastIndex = 0;
  const match = BASE.exec(text);
  if (match === null) {
    throw errorAt(
      context.source,
      at,
      'templates.syntax.invalid',
      `"${text}" does not begin with a variable or a constant.`,
      text === '=' ? 'Values are compared with ==.' : undefined,
    );
  }
  const base = parseOperand(match[0], at, context.source);
  const filters: FilterCall[] = [];
  let position = match[0].length;
  while (position < text.length) {
    FILTER.lastIndex = position;
    const call = FILTER.exec(text);
    if (call === null) throw unreadable(word, position, context.source);
    const nameAt = at + position + call[0].indexOf(call.groups!.name!);
    filters.push(parseFilterCall(call.groups!, nameAt, context));
    position += call[0].length;
  }
  return { text, at, base, filters };
}

/** Reads a constant or a variable without filters. */
export function parseOperand(text: string, at: number, source: TemplateSource): Operand {
  const number = parseNumber(text);
  if (number !== undefined) {
    return { kind: 'literal', value: number, text, at, isTranslated: false };
  }
  const quoted = parseQuoted(text, at);
  if (quoted !== undefined) return quoted;
  if (text.startsWith('_') || text.includes('._')) {
    throw errorAt(
      source,
      at,
      'templates.syntax.invalid',
      `Variables and attributes may not begin with underscores: "${text}".`,
    );
  }
  const path = text.split('.');
  if (path.length > MAX_STEPS) {
    const problem = `A dotted name has at most ${MAX_STEPS} parts.`;
    throw errorAt(source, at, 'templates.limit.nesting', problem);
  }
  return { kind: 'variable', path, text, at };
}

/** Longer names only serve to make the compiler slow. */
const MAX_STEPS = 50;

const INTEGER = /^[-+]?\d+(?:_\d+)*$/;
const DECIMAL = /^[-+]?(?:\d+\.\d+|\.\d+|\d+(?:\.\d+)?e\d+|\.\d+e\d+|\d+\.e\d+)$/i;

function parseNumber(text: string): number | undefined {
  const isNumber = INTEGER.test(text) || DECIMAL.test(text);
  return isNumber ? Number(text.replaceAll('_', '')) : undefined;
}

function parseQuoted(text: string, at: number): Literal | undefined {
  const isTranslated = text.startsWith('_(') && text.endsWith(')');
  const quoted = isTranslated ? text.slice(2, -1) : text;
  const quote = quoted[0];
  if ((quote !== '"' && quote !== "'") || quoted.at(-1) !== quote || quoted.length < 2) {
    return undefined;
  }
  const value = quoted.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\');
  return { kind: 'literal', value, text, at, isTranslated };
}

function parseFilterCall(
  groups: Readonly<Record<string, string | undefined>>,
  at: number,
  { source, filters, libraries }: ExpressionContext,
): FilterCall {
  const name = groups.name!;
  const filter = filters.get(name);
  if (filter === undefined) {
    throw errorAt(
      source,
      at,
      'templates.filter.unknown',
      `Unknown filter "${name}".`,
      unknownHint(name, 'filter', [...filters.keys()], libraries),
    );
  }
  const argument = groups.constant ?? groups.variable;
  checkArgument(filter, argument !== undefined, at, source);
  return {
    filter,
    argument:
      argument === undefined ? undefined : parseOperand(argument, at + name.length + 1, source),
    at,
  };
}

/** What may have been meant by a tag or filter that is not known: another one, or one of a library. */
export function unknownHint(
  name: string,
  kind: 'tag' | 'filter',
  known: readonly string[],
  libraries: ReadonlyMap<string, Library>,
): string {
  const libraryOf = new Map<string, string>();
  for (const [library, { tags, filters }] of libraries) {
    for (const own of (kind === 'tag' ? tags : filters).keys()) libraryOf.set(own, library);
  }
  const own = libraryOf.get(name);
  const load =
    own === undefined
      ? `A ${kind} of a library needs {% load %} first.`
      : `It is a ${kind} of the library "${own}": write {% load ${own} %} first.`;
  if (nearest(name, known) !== undefined) return `${suggest(name, known)} ${load}`;
  const match = own === undefined ? nearest(name, libraryOf.keys()) : undefined;
  if (match === undefined) return load;
  const library = libraryOf.get(match);
  return `Did you mean "${match}" of the library "${library}"? Write {% load ${library} %} first.`;
}

function checkArgument(filter: Filter, isGiven: boolean, at: number, source: TemplateSource): void {
  if (filter.argument === 'none' && isGiven) {
    throw errorAt(
      source,
      at,
      'templates.filter.arguments',
      `The filter "${filter.name}" takes no argument.`,
    );
  }
  if (filter.argument === 'required' && !isGiven) {
    throw errorAt(
      source,
      at,
      'templates.filter.arguments',
      `The filter "${filter.name}" needs an argument.`,
      `Write it after a colon without spaces: ${filter.name}:"…".`,
    );
  }
}

function unreadable(word: Word, position: number, source: TemplateSource) {
  const rest = word.text.slice(position);
  return errorAt(
    source,
    word.at + position,
    'templates.syntax.invalid',
    `Could not read "${rest}" of "${word.text}".`,
    UNREADABLE.find(([mark]) => mark.test(rest))?.[1].replace('…', word.text),
  );
}

/** What is written by those who know other languages, and what to write instead. */
const UNREADABLE: readonly (readonly [RegExp, string])[] = [
  [/^\s*\|[^:]*:\s/, 'No space may stand around the colon of a filter.'],
  [/^\(/, 'Functions are called without parentheses, and get no arguments; filters do.'],
  [/^-[\p{L}\p{N}_]/u, 'A name has letters, digits and underscores; a text stands in quotes: "…".'],
  [/^\[/, 'Items are read by a dot: list.0, map.key.'],
];
