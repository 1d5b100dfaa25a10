import { escapeHtml } from '@kitajs/html';
import { jsx, jsxs } from '@kitajs/html/jsx-runtime';
import type { Movie, PageData } from '../../templates/pages.ts';

/**
 * What the JSX of these pages compiles to. Kita escapes the children of an element marked `safe`,
 * and nothing else.
 */
function Row({ movie }: { movie: Movie }) {
  return jsxs('tr', {
    children: [
      jsx('td', { safe: true, children: movie.title }),
      jsx('td', { safe: true, children: movie.director }),
      jsx('td', { children: movie.votes }),
    ],
  });
}

function Table({ movies }: PageData) {
  return jsx('table', { children: movies.map((movie) => jsx(Row, { movie })) });
}

function Nav({ categories, user }: PageData) {
  return jsxs('nav', {
    children: [
      categories.map((name) => jsx('a', { href: `/c/${name}`, safe: true, children: name })),
      jsx('span', { safe: true, children: user.name }),
    ],
  });
}

function Card({ movie }: { movie: Movie }) {
  return jsxs('li', {
    class: movie.isNew ? 'new' : undefined,
    children: [
      jsx('b', { safe: true, children: movie.title }),
      ' by ',
      escapeHtml(movie.director),
      ' (',
      movie.votes,
      ')',
    ],
  });
}

function Layout({ title, children, ...rest }: PageData & { children: unknown }) {
  const head = jsx('head', { children: jsx('title', { safe: true, children: title }) });
  const body = jsxs('body', {
    children: [
      jsx(Nav, rest),
      jsx('main', { children }),
      jsx('footer', { children: 'Cinema' }),
    ] as never,
  });
  return `<!doctype html>${jsxs('html', { children: [head, body] })}`;
}

function Site(data: PageData) {
  const cards = data.movies.map((movie) => jsx(Card, { movie }));
  return jsx(Layout, { ...data, children: jsx('ul', { children: cards }) });
}

export function compile() {
  return { table: Table, site: Site };
}
