import { createTemplateEngine } from '../../src/templates/index.ts';
import { TEMPLATES } from './django-templates.ts';
import { edition } from './edition.ts';
import type { PageData, Pages } from './pages.ts';

export function compile(number = 0): Pages {
  const engine = createTemplateEngine({ templates: edition(TEMPLATES, number) });
  const page = (name: string) => (data: PageData) => engine.render(name, data) as string;
  return { table: page('table.html'), site: page('site.html') };
}
