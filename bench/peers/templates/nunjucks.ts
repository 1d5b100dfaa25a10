import nunjucks from 'nunjucks';
import { TEMPLATES } from '../../templates/django-templates.ts';
import { edition } from '../../templates/edition.ts';

/** Nunjucks reads the same templates. */
export function compile(number = 0) {
  const templates = edition(TEMPLATES, number);
  const loader = {
    getSource: (name: keyof typeof TEMPLATES) => ({
      src: templates[name],
      path: name,
      noCache: false,
    }),
  };
  const environment = new nunjucks.Environment(loader, { autoescape: true });
  return {
    table: (data: object) => environment.render('table.html', data),
    site: (data: object) => environment.render('site.html', data),
  };
}
