import type { FunctionWriter } from './compiler/function-writer.ts';
import type { Expression } from './expression.ts';

/** What a node names outside of its template, for checks. */
export type NodeReference =
  | { readonly kind: 'extends' | 'include' | 'static'; readonly target: Expression }
  | {
      readonly kind: 'route';
      readonly target: Expression;
      readonly positional: readonly Expression[];
      readonly named: ReadonlyMap<string, Expression>;
      /** Whether a route that is not there prints nothing, as with `as`. */
      readonly isQuiet: boolean;
    };

/** A part of a parsed template. Each tag has node types of its own; see `tags/`. */
export interface TemplateNode {
  /** Offset in the template, for messages. */
  readonly at: number;
  /** Writes the JavaScript that renders this node. */
  write(code: FunctionWriter): void;
  /** The node lists inside, for searches through the tree. */
  readonly children?: readonly NodeList[];
  /**
   * Names this node sets in the scope it stands in, such as `x` of `{% now "Y" as x %}`.
   * What `children` set counts too, unless `hasOwnScope`.
   */
  readonly assigns?: readonly string[];
  /** As `assigns`, for names that are set where an outer scope has them, if one does. */
  readonly assignsUpward?: readonly string[];
  /** Whether the names that `children` set end with this node. */
  readonly hasOwnScope?: boolean;
  /** Whether nothing but text may stand before it, as `{% extends %}` wants. */
  readonly mustBeFirst?: boolean;
  readonly reference?: NodeReference;
  /** Whether it may set names that are known only while rendering (custom tags). */
  readonly assignsAnything?: boolean;
  /**
   * Whether it only reads and prints, and writes itself for plain functions: what it has done can be
   * thrown away and done again. See `compiler/plain-form.ts`.
   */
  readonly isRepeatable?: boolean;
}

export type NodeList = readonly TemplateNode[];

/** What a tag is read into. */
export type TagNode = TemplateNode;

export interface TextNode extends TemplateNode {
  readonly text: string;
}

export function textNode(at: number, text: string): TextNode {
  return {
    at,
    text,
    isRepeatable: true,
    write(code) {
      code.text(text);
    },
  };
}

/** A node that prints nothing and does nothing, such as `{% load %}`. */
export function emptyNode(at: number): TemplateNode {
  return { at, isRepeatable: true, write() {} };
}

export function isTextNode(node: TemplateNode): node is TextNode {
  return 'text' in node && typeof node.text === 'string';
}

/** Every node of a tree, parents before children. */
export function* walk(nodes: NodeList): Generator<TemplateNode> {
  for (const node of nodes) {
    yield node;
    for (const list of node.children ?? []) yield* walk(list);
  }
}

/**
 * The names that `nodes` set in the scope they stand in.
 *
 * @param isOutside - whether an outer scope has a name, which is then set there.
 */
export function assignedNames(nodes: NodeList, isOutside: (name: string) => boolean): Set<string> {
  const names = new Set<string>();
  for (const node of nodesOfScope(nodes)) {
    for (const name of node.assigns ?? []) names.add(name);
    for (const name of node.assignsUpward ?? []) if (!isOutside(name)) names.add(name);
  }
  return names;
}

/** The nodes that set names in one scope: those inside other scopes left out. */
function* nodesOfScope(nodes: NodeList): Generator<TemplateNode> {
  for (const node of nodes) {
    yield node;
    if (node.hasOwnScope) continue;
    for (const list of node.children ?? []) yield* nodesOfScope(list);
  }
}

/** Whether a node of this scope may set names known only while rendering. */
export function assignsAnything(nodes: NodeList): boolean {
  for (const node of nodesOfScope(nodes)) if (node.assignsAnything) return true;
  return false;
}
