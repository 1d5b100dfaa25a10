import type { Mode, TemplateSettings } from '../http/index.ts';
import type { TemplateEngine } from '../templates/index.ts';
import { readCompiledTemplates } from './compiled-manifest.ts';
import { configureLanguages } from './languages.ts';
import type { Project } from './project.ts';

/** What the project's app gives its template engine; in production with what is compiled ahead. */
export async function templateSettings(
  { settings }: Project,
  mode: Mode,
): Promise<TemplateSettings | undefined> {
  if (settings.templates === undefined) return undefined;
  const { compiledDirectory, ...templates } = settings.templates;
  if (mode !== 'production' || compiledDirectory === undefined) return templates;
  const compiled = await readCompiledTemplates(compiledDirectory);
  return compiled === undefined ? templates : { ...templates, compiled };
}

/**
 * The engine of the project's templates without its app: no database is connected and no route
 * imported. Undefined when the settings name no templates.
 *
 * @param mode - in production what `uptempo compiletemplates` has written is used.
 */
export async function createProjectTemplates(
  project: Project,
  mode: Mode = 'development',
): Promise<TemplateEngine | undefined> {
  const options = await templateSettings(project, mode);
  if (options === undefined) return undefined;
  await configureLanguages(project, mode);
  const { createTemplateEngine } = await import('../templates/index.ts');
  return createTemplateEngine({ ...options, isDevelopment: mode === 'development' });
}

/**
 * The names of an engine's templates, sorted. Files that editors and systems leave in a folder are
 * none, and neither are images.
 */
export function namesOfTemplates(engine: TemplateEngine): readonly string[] {
  return [...engine.templateNames()]
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .filter((name) => !engine.source(name).text.includes('\0'))
    .sort();
}
