import { Liquid } from 'liquidjs';
import { TEMPLATES } from '../../templates/django-templates.ts';
import { edition } from '../../templates/edition.ts';

/** Liquid reads the same templates, but for the word that names a layout. */
export function compile(number = 0) {
  const templates = Object.fromEntries(
    Object.entries(edition(TEMPLATES, number)).map(([name, text]) => [
      name,
      text.replace('{% extends', '{% layout'),
    ]),
  );
  const engine = new Liquid({ templates, outputEscape: 'escape', cache: true });
  return {
    table: (data: object) => String(engine.renderFileSync('table.html', data)),
    site: (data: object) => String(engine.renderFileSync('site.html', data)),
  };
}
