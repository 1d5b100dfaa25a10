import { Liquid } from 'liquidjs';
import { TEMPLATES } from '../../templates/django-templates.ts';

/** Liquid reads the same templates, but for the word that names a layout. */
export function compile() {
  const templates = Object.fromEntries(
    Object.entries(TEMPLATES).map(([name, text]) => [
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
