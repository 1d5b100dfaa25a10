import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/repository.ts';
import { parsePage } from './markdown.ts';

/** What the reference says of one tag or filter, or of one under several names. */
export interface ReferenceEntry {
  readonly names: readonly string[];
  /** What `{% load %}` calls its library; undefined for what is always there. */
  readonly library: string | undefined;
  readonly explanation: string;
  readonly examples: readonly ReferenceExample[];
  /** Where it stands: path and line. */
  readonly at: string;
}

export interface ReferenceExample {
  readonly template: string;
  /** Further templates of the example, by name. */
  readonly templates: Readonly<Record<string, string>>;
  readonly output: string;
}

const LIBRARY = /^## Library `(\w+)`$/;
const ENTRY = /^### (.+)$/;
const NAME = /`(\w+)`/g;
/** `| name | explanation | example | output |`, of which all but the explanation are code. */
const ROW = /^\| `(\w+)` \| (.+?) \| `((?:[^`\\]|\\.)+)` \| `((?:[^`\\]|\\.)+)` \|$/;
/** A template under a name begins with a comment that says it. */
const NAMED_TEMPLATE = /^\{# ([\w/]+\.html) #\}\n/;

function linesOf(path: string): readonly string[] {
  return readFileSync(join(root, path), 'utf8').split('\n');
}

/** The entries of a page that has a row for each: filters. */
export function readRows(path: string): readonly ReferenceEntry[] {
  let library: string | undefined;
  return linesOf(path).flatMap((line, index) => {
    library = LIBRARY.exec(line)?.[1] ?? library;
    if (!line.startsWith('| `')) return [];
    const [, name, explanation, template, output] = ROW.exec(line) ?? [];
    if (name === undefined) throw new Error(`${path}:${index + 1} is no row of the reference`);
    const example = { template: ofCell(template!), templates: {}, output: ofCell(output!) };
    const at = `${path}:${index + 1}`;
    return [{ names: [name], library, explanation: explanation!, examples: [example], at }];
  });
}

/** In a cell a bar is escaped, and arrows stand for ends of lines and tabs. */
function ofCell(code: string): string {
  return code.replaceAll('\\|', '|').replaceAll('↵', '\n').replaceAll('→', '\t');
}

/** The entries of a page that has a section for each: tags. */
export function readSections(path: string): readonly ReferenceEntry[] {
  const lines = linesOf(path);
  const { blocks } = parsePage(lines.join('\n'));
  const starts = lines.flatMap((line, index) => (ENTRY.test(line) ? [index] : []));
  return starts.map((start) => {
    const next = lines.findIndex((line, index) => index > start && /^##/.test(line));
    const end = next === -1 ? lines.length : next;
    const heading = lines.slice(0, start).findLast((line) => line.startsWith('## '));
    return {
      names: [...lines[start]!.matchAll(NAME)].map(([, name]) => name!),
      library: LIBRARY.exec(heading ?? '')?.[1],
      explanation: lines[start + 2] ?? '',
      examples: examplesOf(blocks.filter(({ line }) => line > start && line <= end)),
      at: `${path}:${start + 1}`,
    };
  });
}

/** Each `html` block is the output of the `django` block before it. */
function examplesOf(
  blocks: readonly { readonly language: string; readonly code: string }[],
): readonly ReferenceExample[] {
  const examples: ReferenceExample[] = [];
  let templates: Record<string, string> = {};
  let template = '';
  for (const { language, code } of blocks) {
    const name = NAMED_TEMPLATE.exec(code)?.[1];
    if (language === 'html') {
      examples.push({ template, templates, output: code });
      templates = {};
    } else if (name !== undefined) templates[name] = code.replace(NAMED_TEMPLATE, '');
    else template = code;
  }
  return examples;
}

/** The code of the first block of a language on a page. */
export function firstBlock(path: string, language: string): string {
  const found = parsePage(linesOf(path).join('\n')).blocks.find(
    (block) => block.language === language,
  );
  if (found === undefined) throw new Error(`${path} has no block of ${language}`);
  return found.code;
}
