import type { TemplateEngine } from '../templates/index.ts';
import { hashOf, readManifest, writeCompiledTemplates } from './compiled-manifest.ts';
import { projectError } from './errors.ts';
import type { Project } from './project.ts';
import { createProjectTemplates, namesOfTemplates } from './templates.ts';

/** What `compileProjectTemplates` has written. */
export interface CompiledSummary {
  readonly directory: string;
  readonly templates: number;
  /** Size of the module in bytes. */
  readonly bytes: number;
}

/** Names of templates that are not as they were compiled. */
export interface CompiledComparison {
  readonly changed: readonly string[];
  /** There now, and not compiled. */
  readonly missing: readonly string[];
  /** Compiled, and not there any more. */
  readonly extra: readonly string[];
}

/**
 * Compiles the project's templates into a module that production imports, beside a manifest of
 * what they were.
 *
 * @param onTemplate - called for each template that is done.
 * @throws project.templates.none, and the codes of parsing
 */
export async function compileProjectTemplates(
  project: Project,
  onTemplate: (name: string, total: number) => void = () => {},
): Promise<CompiledSummary> {
  const engine = await engineOf(project);
  const directory = project.settings.templates!.compiledDirectory!;
  const names = namesOfTemplates(engine);
  for (const name of names) {
    // Each is compiled alone first, so that a mistake is found and progress seen.
    engine.compile([name]);
    onTemplate(name, names.length);
  }
  const text = engine.compile(names);
  writeCompiledTemplates(directory, text, sourceHashes(engine));
  return { directory, templates: names.length, bytes: Buffer.byteLength(text) };
}

/**
 * Compares the templates with those that were compiled.
 *
 * @throws project.templates.none, project.templates.manifest
 */
export async function compareCompiledTemplates(project: Project): Promise<CompiledComparison> {
  const engine = await engineOf(project);
  const manifest = readManifest(project.settings.templates!.compiledDirectory!);
  const compiled = manifest?.templates ?? {};
  const now = sourceHashes(engine);
  const names = Object.keys(now);
  return {
    changed: names.filter((name) => name in compiled && compiled[name] !== now[name]),
    missing: names.filter((name) => !(name in compiled)),
    extra: Object.keys(compiled).filter((name) => !(name in now)),
  };
}

async function engineOf(project: Project): Promise<TemplateEngine> {
  const engine = await createProjectTemplates(project);
  if (engine !== undefined) return engine;
  throw projectError('project.templates.none', `${project.configFile} names no templates.`, {
    hint: "Add templates: { directories: ['templates'] }.",
  });
}

function sourceHashes(engine: TemplateEngine): Readonly<Record<string, string>> {
  return Object.fromEntries(
    namesOfTemplates(engine).map((name) => [name, hashOf(engine.source(name).text)]),
  );
}
