import { nearest } from '../core/index.ts';
import type { Expression } from './expression.ts';
import { isTextNode, type NodeList, type NodeReference, type TemplateNode, walk } from './node.ts';
import { type Mistake, Parser, type ParserSettings } from './parser.ts';
import { locationAt, problemOf, type TemplateLocation, type TemplateSource } from './source.ts';

/** A mistake in a template's text. */
export interface TemplateProblem {
  /** `templates.tag.unknown` and the other codes of parsing. */
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly location: TemplateLocation;
}

/** What a template names with a literal: a template, a static file, a route. */
export type TemplateReference =
  | {
      readonly kind: 'extends' | 'include' | 'static';
      readonly name: string;
      readonly location: TemplateLocation;
    }
  | {
      readonly kind: 'route';
      readonly name: string;
      readonly location: TemplateLocation;
      /** Arguments; undefined is one whose value is known only while rendering. */
      readonly positional: readonly (string | number | undefined)[];
      readonly named: Readonly<Record<string, string | number | undefined>>;
      /** Whether a route that is not there prints nothing, as with `as`. */
      readonly isQuiet: boolean;
    };

export interface InspectedBlock {
  readonly name: string;
  readonly location: TemplateLocation;
  /** Whether it stands in another block, which then is what brings it in. */
  readonly isNested: boolean;
}

/** What can be said of a template without rendering it. */
export interface TemplateInspection {
  readonly name: string;
  /** Absolute path, or undefined when it does not come from a file. */
  readonly file: string | undefined;
  readonly problems: readonly TemplateProblem[];
  readonly references: readonly TemplateReference[];
  readonly blocks: readonly InspectedBlock[];
  /** Whether it extends another, by whatever name. */
  readonly isChild: boolean;
}

/** Tags that go on with a block tag, by names of their own. */
const CONTINUATIONS = new Set(['else', 'elif', 'empty', 'plural']);

/** Reads a template to its end, whatever is wrong on the way. */
export function inspectTemplate(
  source: TemplateSource,
  settings: ParserSettings,
): TemplateInspection {
  const mistakes: Mistake[] = [];
  const onMistake = (mistake: Mistake) => {
    if (!followsFrom(mistake, mistakes)) mistakes.push(mistake);
  };
  const nodes = new Parser(source, { ...settings, onMistake }).parse();
  const all = [...walk(nodes)].filter((node) => !isTextNode(node));
  return {
    name: source.name ?? '',
    file: source.file,
    problems: mistakes.map((mistake) => toProblem(mistake, source)),
    references: all.flatMap(({ reference }) => toReference(reference, source)),
    blocks: blocksOf(nodes, source, false),
    isChild: all.some((node) => node.mustBeFirst === true),
  };
}

/**
 * Whether a mistake only comes of an earlier one: the end of a tag that could not be read, also by the
 * name that was meant.
 */
function followsFrom({ error, tag }: Mistake, earlier: readonly Mistake[]): boolean {
  if (error.code === 'templates.tag.unclosed') return earlier.some(isAboutEnds);
  if (error.code !== 'templates.tag.unknown' || tag === undefined) return false;
  const ended = tag.startsWith('end') ? [tag.slice('end'.length)] : [];
  return earlier.some((mistake) => {
    if (mistake.tag === undefined) return false;
    return CONTINUATIONS.has(tag) || nearest(mistake.tag, ended) !== undefined;
  });
}

function isAboutEnds({ error, tag }: Mistake): boolean {
  const isEnd = error.code === 'templates.tag.unknown' && tag?.startsWith('end') === true;
  return isEnd || error.code === 'templates.tag.unclosed';
}

function toProblem({ error }: Mistake, source: TemplateSource): TemplateProblem {
  const { template } = error.details as { template?: { line: number; column: number } };
  return {
    code: error.code,
    message: problemOf(error),
    hint: error.hint,
    location: locationAt(source, template === undefined ? 0 : offsetOf(source.text, template)),
  };
}

function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

function toReference(
  reference: NodeReference | undefined,
  source: TemplateSource,
): readonly TemplateReference[] {
  if (reference === undefined) return [];
  const name = literalOf(reference.target);
  if (typeof name !== 'string') return [];
  const location = locationAt(source, reference.target.at);
  if (reference.kind !== 'route') return [{ kind: reference.kind, name, location }];
  const { positional, named, isQuiet } = reference;
  return [
    {
      kind: 'route',
      name,
      location,
      positional: positional.map(literalOf),
      named: Object.fromEntries([...named].map(([key, value]) => [key, literalOf(value)])),
      isQuiet,
    },
  ];
}

function literalOf({ base, filters }: Expression): string | number | undefined {
  return base.kind === 'literal' && filters.length === 0 ? base.value : undefined;
}

function blocksOf(nodes: NodeList, source: TemplateSource, isNested: boolean): InspectedBlock[] {
  return nodes.flatMap((node) => {
    const name = blockName(node);
    const inner = (node.children ?? []).flatMap((list) =>
      blocksOf(list, source, isNested || name !== undefined),
    );
    if (name === undefined) return inner;
    return [{ name, location: locationAt(source, node.at), isNested }, ...inner];
  });
}

function blockName(node: TemplateNode): string | undefined {
  return 'blockName' in node && typeof node.blockName === 'string' ? node.blockName : undefined;
}
