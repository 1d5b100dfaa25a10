/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  /** What follows the language: `run`, `file=models.ts`. */
  readonly flags: readonly string[];
  readonly code: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
}

export interface Link {
  /** Path and anchor as written: `orm/queries.md#slicing`. */
  readonly target: string;
  readonly line: number;
}

/** The parts of a Markdown page that tests look at. */
export interface Page {
  readonly blocks: readonly CodeBlock[];
  /** Links to files, not to other sites. */
  readonly links: readonly Link[];
  /** Anchors of the headings, as GitHub and most others make them. */
  readonly anchors: readonly string[];
}

const FENCE = /^\s*(```+|~~~+)\s*(\S*)\s*(.*)$/;
const LINK = /!?\[[^\]]*\]\(([^()\s]+)(?:\s+"[^"]*")?\)/g;
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;

/** Reads a page line by line; what looks like a link or a heading in code is none. */
export function parsePage(text: string): Page {
  const blocks: CodeBlock[] = [];
  const links: Link[] = [];
  const anchors: string[] = [];
  let open: { fence: string; block: Omit<CodeBlock, 'code'>; code: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, fence, language, info] = FENCE.exec(line) ?? [];
    if (open !== undefined) {
      if (fence?.startsWith(open.fence) && language === '') {
        blocks.push({ ...open.block, code: open.code.join('\n') });
        open = undefined;
      } else open.code.push(line);
    } else if (fence !== undefined) {
      const flags = info!.split(/\s+/).filter((flag) => flag !== '');
      open = { fence, block: { language: language!, flags, line: index + 2 }, code: [] };
    } else {
      links.push(...localLinks(line, index + 1));
      const heading = HEADING.exec(line)?.[1];
      if (heading !== undefined) anchors.push(anchorOf(heading));
    }
  }
  return { blocks, links, anchors };
}

function localLinks(line: string, number: number): Link[] {
  return [...line.replace(/`[^`]*`/g, '').matchAll(LINK)]
    .map(([, target]) => ({ target: target!, line: number }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
