import { Edge } from 'edge.js';
import { edition } from '../../templates/edition.ts';

/**
 * A layout is a component with slots. What it contains are components too: what Edge includes where
 * there are local names it compiles anew each time.
 */
const TEMPLATES = {
  table: `<table>
@each(movie in movies)
<tr><td>{{ movie.title }}</td><td>{{ movie.director }}</td><td>{{ movie.votes }}</td></tr>
@end
</table>`,
  base: `<!doctype html>
<html><head><title>{{{ $slots.title() }}}</title></head><body>
@!component('nav', { categories, user })
<main>{{{ $slots.content() }}}</main>
<footer>Cinema</footer></body></html>`,
  nav: `<nav>
@each(category in categories)
<a href="/c/{{ category }}">{{ category }}</a>
@end
<span>{{ user.name }}</span></nav>`,
  card: `<li{{{ movie.isNew ? ' class="new"' : '' }}}><b>{{ movie.title }}</b> by {{ movie.director }} ({{ movie.votes }})</li>`,
  site: `@component('base', { categories, user })
@slot('title')
{{ title }}
@end
@slot('content')
<ul>
@each(movie in movies)
@!component('card', { movie })
@end
</ul>
@end
@end`,
};

export function compile(number = 0) {
  const edge = new Edge({ cache: true });
  for (const [name, template] of Object.entries(edition(TEMPLATES, number)))
    edge.registerTemplate(name, { template });
  return {
    table: (data: object) => edge.renderSync('table', data),
    site: (data: object) => edge.renderSync('site', data),
  };
}
