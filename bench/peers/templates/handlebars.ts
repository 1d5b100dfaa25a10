import Handlebars from 'handlebars';
import { edition } from '../../templates/edition.ts';

const TABLE = `<table>
{{#each movies}}<tr><td>{{title}}</td><td>{{director}}</td><td>{{votes}}</td></tr>
{{/each}}</table>`;

/** A layout is a partial whose blocks are inline partials. */
const PARTIALS = {
  base: `<!doctype html>
<html><head><title>{{> title}}</title></head><body>
{{> nav}}
<main>{{> content}}</main>
<footer>{{#> footer}}Cinema{{/footer}}</footer></body></html>`,
  nav: '<nav>{{#each categories}}<a href="/c/{{this}}">{{this}}</a>{{/each}}<span>{{user.name}}</span></nav>',
  card: '<li{{#if isNew}} class="new"{{/if}}><b>{{title}}</b> by {{director}} ({{votes}})</li>',
};

const SITE = `{{#> base}}{{#*inline "title"}}{{title}}{{/inline}}{{#*inline "content"}}<ul>
{{#each movies}}{{> card}}
{{/each}}</ul>{{/inline}}{{/base}}`;

/** With these the compiler need not look for helpers while rendering. */
const OPTIONS = { knownHelpersOnly: true };

/** Partials are handed over compiled: as texts they are compiled anew inside of other partials. */
export function compile(number = 0) {
  const handlebars = Handlebars.create();
  const pages = edition({ table: TABLE, site: SITE }, number);
  for (const [name, text] of Object.entries(edition(PARTIALS, number))) {
    handlebars.registerPartial(name, handlebars.compile(text, OPTIONS));
  }
  return {
    table: handlebars.compile(pages.table, OPTIONS),
    site: handlebars.compile(pages.site, OPTIONS),
  };
}
