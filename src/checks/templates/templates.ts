import { namesOfTemplates } from '../../project/index.ts';
import type { TemplateEngine, TemplateInspection } from '../../templates/index.ts';
import type { Check, CheckMessage } from '../check.ts';
import type { CheckSubject } from '../subject.ts';
import { checkBlocks } from './blocks.ts';
import { checkNames } from './names.ts';
import { placeOf } from './place.ts';
import { checkRoutes } from './routes.ts';
import { checkStaticFiles } from './static-files.ts';

/** Everything that can be said of the templates without rendering one. */
export const templatesCheck: Check = {
  name: 'templates',
  tags: ['templates'],
  help: 'Tags, filters, blocks, templates, static files and routes that templates name exist.',
  async run(subject) {
    const engine = await subject.templates();
    const templates = engine === undefined ? [] : inspectAll(engine);
    if (engine === undefined || templates.length === 0) return [nothingToCheck(subject)];
    return [
      ...templates.flatMap(mistakes),
      ...checkNames(templates, engine),
      ...checkBlocks(templates),
      ...checkStaticFiles(templates, subject.project),
      ...(await checkRoutes(templates, subject)),
    ];
  },
};

function inspectAll(engine: TemplateEngine): readonly TemplateInspection[] {
  return namesOfTemplates(engine).map((name) => engine.inspect(name));
}

function mistakes({ problems }: TemplateInspection): readonly CheckMessage[] {
  return problems.map(({ code, message, hint, location }) => ({
    level: 'error',
    id: code,
    message,
    hint,
    place: placeOf(location),
  }));
}

function nothingToCheck({ project: { settings, configFile } }: CheckSubject): CheckMessage {
  return {
    level: 'info',
    id: 'checks.templates.none',
    message: 'The project has no templates.',
    hint:
      settings.templates === undefined
        ? `Add templates: { directories: ['templates'] } to ${configFile}.`
        : `Looked in: ${settings.templates.directories.join(', ')}.`,
  };
}
