import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'rolldown/utils';

/** One import or re-export, as written. */
export interface Import {
  /** `./query-set.ts`, `fastify`, `node:sqlite`. */
  readonly specifier: string;
  /** File it leads to, from the root of the repository; undefined for packages and Node. */
  readonly target: string | undefined;
  /**
   * `static` runs the target before the file, `dynamic` when the call is reached, `type` never:
   * it is gone after type stripping.
   */
  readonly kind: 'static' | 'dynamic' | 'type';
  readonly line: number;
}

/** What the rules need to know of one TypeScript file. */
export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly lineCount: number;
  readonly imports: readonly Import[];
  /** Lines that touch `console`. */
  readonly consoleLines: readonly number[];
  /** Line of the default export. */
  readonly defaultExportLine: number | undefined;
}

/** Reads every TypeScript file of these folders under `root`. */
export function readSourceFiles(root: string, folders: readonly string[]): readonly SourceFile[] {
  const existing = folders.filter((folder) => existsSync(posix.join(root, folder)));
  const patterns = existing.map((folder) => `${folder}/**/*.ts`);
  const paths = globSync(patterns, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] });
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => parseSourceFile(path, readFileSync(posix.join(root, path), 'utf8')));
}

/** Parses one file with rolldown's parser. A syntax error is thrown, with the file's name. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  return { path, lineCount: lineOf(text, text.length) - 1, ...collect(path, text, program) };
}

function collect(path: string, text: string, program: ESTree.Program) {
  const imports: Import[] = [];
  const consoleLines: number[] = [];
  let defaultExportLine: number | undefined;
  const add = (source: ESTree.Node, kind: Import['kind']) => {
    if (source.type !== 'Literal' || typeof source.value !== 'string') return;
    const specifier = source.value;
    const target = specifier.startsWith('.') ? posix.join(dirname(path), specifier) : undefined;
    imports.push({ specifier, target, kind, line: lineOf(text, source.start) });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source, kindOf(node.importKind)),
    ExportAllDeclaration: (node) => add(node.source, kindOf(node.exportKind)),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.source, kindOf(node.exportKind));
    },
    ImportExpression: (node) => add(node.source, 'dynamic'),
    TSImportType: (node) => add(node.source, 'type'),
    ExportDefaultDeclaration: (node) => {
      defaultExportLine = lineOf(text, node.start);
    },
    MemberExpression: (node) => {
      const { object } = node;
      if (object.type !== 'Identifier' || object.name !== 'console') return;
      consoleLines.push(lineOf(text, node.start));
    },
  }).visit(program);
  return { imports, consoleLines, defaultExportLine };
}

/** `import { type A }` stays behind as `import {}` and runs the file: only `import type` is gone. */
function kindOf(kind: 'type' | 'value' | null | undefined): Import['kind'] {
  return kind === 'type' ? 'type' : 'static';
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
