import { Eta } from 'eta';

/** Compiles a page that lists films; Eta escapes what `<%= %>` prints. */
export function compileMovieTable(): (data: object) => string {
  const eta = new Eta({ autoEscape: true });
  return eta
    .compile(
      `<table>
<% for (const movie of it.movies) { %><tr><td><%= movie.title %></td><td><%= movie.director %></td><td><%= movie.votes %></td></tr>
<% } %></table>`,
    )
    .bind(eta);
}
