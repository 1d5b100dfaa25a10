import { Eta } from 'eta';
import { edition } from '../../templates/edition.ts';

/** Eta escapes what `<%= %>` prints; a layout takes what its page leaves in `it.body`. */
const TEMPLATES = {
  '@table': `<table>
<% for (const movie of it.movies) { %><tr><td><%= movie.title %></td><td><%= movie.director %></td><td><%= movie.votes %></td></tr>
<% } %></table>`,
  '@base': `<!doctype html>
<html><head><title><%= it.title %></title></head><body>
<%~ include('@nav', it) %>
<main><%~ it.body %></main>
<footer>Cinema</footer></body></html>`,
  '@nav':
    '<nav><% for (const category of it.categories) { %><a href="/c/<%= category %>"><%= category %></a><% } %><span><%= it.user.name %></span></nav>',
  '@site': `<% layout('@base') %><ul>
<% for (const movie of it.movies) { %><%~ include('@card', { movie }) %>
<% } %></ul>`,
  '@card':
    '<li<% if (it.movie.isNew) { %> class="new"<% } %>><b><%= it.movie.title %></b> by <%= it.movie.director %> (<%= it.movie.votes %>)</li>',
};

export function compile(number = 0) {
  const eta = new Eta({ autoEscape: true });
  for (const [name, text] of Object.entries(edition(TEMPLATES, number)))
    eta.loadTemplate(name, text);
  return {
    table: (data: object) => eta.render('@table', data),
    site: (data: object) => eta.render('@site', data),
  };
}
