import nunjucks from 'nunjucks';

/** Compiles a page that lists films, autoescaped. */
export function compileMovieTable(): (data: object) => string {
  const environment = new nunjucks.Environment(null, { autoescape: true });
  const template = nunjucks.compile(
    `<table>
{% for movie in movies %}<tr><td>{{ movie.title }}</td><td>{{ movie.director }}</td><td>{{ movie.votes }}</td></tr>
{% endfor %}</table>`,
    environment,
  );
  return (data) => template.render(data);
}
