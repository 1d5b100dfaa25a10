import nunjucks from 'nunjucks';
import { TEMPLATES } from '../../templates/django-templates.ts';

/** Nunjucks reads the same templates. */
export function compile() {
  const loader = {
    getSource: (name: keyof typeof TEMPLATES) => ({
      src: TEMPLATES[name],
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
