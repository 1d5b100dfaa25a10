import { existsSync, globSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { GatheredMessages } from '../i18n/index.ts';
import type { Project } from './project.ts';
import { createProjectTemplates, namesOfTemplates } from './templates.ts';

const CODE = '**/*.{ts,mts,cts,js,mjs,cjs}';
const NO_SOURCES = new Set(['node_modules', 'dist', 'coverage']);

/** The messages in the templates and in the code below a project's folder. */
export async function projectMessages(project: Project): Promise<GatheredMessages> {
  const { codeMessages, gatherMessages } = await import('../i18n/index.ts');
  const { templateMessages } = await import('../templates/index.ts');
  const engine = await createProjectTemplates(project);
  const templates = (engine === undefined ? [] : namesOfTemplates(engine)).map((name) => {
    const { file, text } = engine!.source(name);
    return [file === undefined ? name : pathIn(project, file), templateMessages(text)] as const;
  });
  const code = codeFiles(project).map(
    (file) => [pathIn(project, file), codeMessages(readFileSync(file, 'utf8'))] as const,
  );
  return gatherMessages([...templates, ...code]);
}

function codeFiles({ root, settings }: Project): readonly string[] {
  const compiled = settings.templates?.compiledDirectory;
  return globSync(CODE, {
    cwd: root,
    exclude: (entry) => NO_SOURCES.has(entry.name) || entry.name.startsWith('.'),
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
    .map((entry) => `${entry.parentPath}${sep}${entry.name}`)
    .filter((file) => compiled === undefined || !file.startsWith(compiled + sep))
    .sort();
}

/** With forward slashes on every system, so that catalogues do not change with it. */
function pathIn({ root }: Project, file: string): string {
  return relative(root, file).replaceAll(sep, '/');
}

/** The languages that have a directory of catalogues, by the names of these. */
export function catalogueLanguages(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return globSync('*/LC_MESSAGES/django.po', { cwd: directory })
    .map((path) => path.split(sep)[0]!)
    .sort();
}
