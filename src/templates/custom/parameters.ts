import { suggest } from '../../core/index.ts';
import type { FunctionWriter } from '../compiler/function-writer.ts';
import { literal, objectLiteral } from '../compiler/javascript.ts';
import { templateError } from '../errors.ts';
import type { Expression } from '../expression.ts';
import type { Parser, Tag } from '../parser.ts';
import { splitArgument, type Word } from '../words.ts';

/**
 * How a tag is called: `'movie'` must be given, `'size?'` may be, `'...tags'` takes all further
 * values, `'**options'` all further `name=value` pairs.
 */
export type Parameters = readonly string[];

/** The arguments of a call by the names of the parameters. */
export type Arguments<P extends Parameters> = {
  readonly [Name in P[number] as ParameterName<Name>]: ParameterValue<Name>;
};

type ParameterName<Name extends string> = Name extends `...${infer Rest}`
  ? Rest
  : Name extends `**${infer Rest}`
    ? Rest
    : Name extends `${infer Optional}?`
      ? Optional
      : Name;

type ParameterValue<Name extends string> = Name extends `...${string}`
  ? readonly unknown[]
  : Name extends `**${string}`
    ? Readonly<Record<string, unknown>>
    : unknown;

interface Signature {
  readonly names: readonly string[];
  readonly required: ReadonlySet<string>;
  readonly rest: string | undefined;
  readonly named: string | undefined;
}

/** The expressions of one call, by parameter. */
export interface Call {
  readonly values: ReadonlyMap<string, Expression>;
  readonly rest: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
  readonly signature: Signature;
}

const PARAMETER = /^(?:[a-zA-Z]\w*\??|\.\.\.[a-zA-Z]\w*|\*\*[a-zA-Z]\w*)$/;

/** @throws templates.library.invalid for a parameter that is not written as it should be */
export function readSignature(parameters: Parameters): Signature {
  const invalid = parameters.find((parameter) => !PARAMETER.test(parameter));
  if (invalid !== undefined) {
    throw templateError('templates.library.invalid', `"${invalid}" is no parameter of a tag.`, {
      hint: 'Write "movie", "size?", "...tags" or "**options".',
    });
  }
  const single = parameters.filter((parameter) => !/^(?:\.\.\.|\*\*)/.test(parameter));
  return {
    names: single.map((parameter) => parameter.replace('?', '')),
    required: new Set(single.filter((parameter) => !parameter.endsWith('?'))),
    rest: parameters.find((parameter) => parameter.startsWith('...'))?.slice(3),
    named: parameters.find((parameter) => parameter.startsWith('**'))?.slice(2),
  };
}

/**
 * Reads the words of a call: values in the order of the parameters, then `name=value` pairs.
 *
 * @throws templates.syntax.invalid for too many, too few, unknown or repeated ones
 */
export function parseCall(
  parser: Parser,
  tag: Tag,
  words: readonly Word[],
  signature: Signature,
): Call {
  const values = new Map<string, Expression>();
  const named = new Map<string, Expression>();
  const rest: Expression[] = [];
  for (const word of words) {
    const { name, value } = splitArgument(word)!;
    if (name === undefined) {
      if (values.size + named.size > 0 && hasNamed(words, word)) {
        throw parser.invalid(word.at, `"${word.text}" must stand before the name=value arguments.`);
      }
      takePositional(parser, tag, word, { signature, values, rest });
    } else takeNamedValue(parser, tag, { name, value, at: word.at }, { signature, values, named });
  }
  const missing = [...signature.required].filter((name) => !values.has(name));
  if (missing.length > 0) {
    throw parser.invalid(
      tag.at,
      `${tag.name} needs ${missing.map((name) => `"${name}"`).join(', ')}.`,
    );
  }
  return { values, rest, named, signature };
}

function hasNamed(words: readonly Word[], before: Word): boolean {
  const earlier = words.slice(0, words.indexOf(before));
  return earlier.some((word) => splitArgument(word)?.name !== undefined);
}

function takePositional(
  parser: Parser,
  tag: Tag,
  word: Word,
  into: { signature: Signature; values: Map<string, Expression>; rest: Expression[] },
): void {
  const { names, rest } = into.signature;
  const name = names[into.values.size];
  if (name !== undefined) into.values.set(name, parser.expression(word));
  else if (rest !== undefined) into.rest.push(parser.expression(word));
  else throw parser.invalid(word.at, `${tag.name} takes at most ${names.length} values.`);
}

function takeNamedValue(
  parser: Parser,
  tag: Tag,
  given: { name: string; value: Word; at: number },
  into: {
    signature: Signature;
    values: Map<string, Expression>;
    named: Map<string, Expression>;
  },
): void {
  const { signature, values, named } = into;
  const target = signature.names.includes(given.name)
    ? values
    : signature.named === undefined
      ? undefined
      : named;
  if (target === undefined) {
    const hint = suggest(given.name, signature.names);
    throw parser.invalid(given.at, `${tag.name} has no argument "${given.name}".`, hint);
  }
  if (target.has(given.name)) {
    throw parser.invalid(given.at, `"${given.name}" is given more than once.`);
  }
  target.set(given.name, parser.expression(given.value));
}

/** A text written in the template is a plain string to a tag's function, not a `SafeString`. */
function writeArgument(code: FunctionWriter, expression: Expression): string {
  const { base, filters } = expression;
  const isText = base.kind === 'literal' && typeof base.value === 'string' && !base.isTranslated;
  return isText && filters.length === 0 ? literal(base.value) : code.value(expression, 'text');
}

/** Writes the object of a call's arguments; returns its code. */
export function writeArguments(code: FunctionWriter, call: Call): string {
  const { values, rest, named, signature } = call;
  const write = (expression: Expression) => writeArgument(code, expression);
  const entries: [string, string][] = Array.from(values, ([name, value]) => [name, write(value)]);
  if (signature.rest !== undefined)
    entries.push([signature.rest, `[${rest.map(write).join(', ')}]`]);
  if (signature.named !== undefined) {
    const pairs = Array.from(named, ([name, value]) => [name, write(value)] as const);
    entries.push([signature.named, objectLiteral(pairs)]);
  }
  return code.temporary(objectLiteral(entries));
}
