import { createTemplateEngine } from '../../src/templates/index.ts';
import { TEMPLATES } from './django-templates.ts';
import type { PageData, Pages } from './pages.ts';

export function compile(): Pages {
  const engine = createTemplateEngine({ templates: TEMPLATES });
  const page = (name: string) => (data: PageData) => engine.render(name, data as never) as string;
  return { table: page('table.html'), site: page('site.html') };
}
