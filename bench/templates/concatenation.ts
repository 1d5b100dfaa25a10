import { escapeHtml } from '../../src/core/index.ts';
import type { PageData, Pages } from './pages.ts';

/** What somebody writes by hand who wants nothing but speed, and escapes. */
export const concatenation: Pages = { table, site };

function table({ movies }: PageData): string {
  let html = '<table>\n';
  for (const { title, director, votes } of movies) {
    html += `<tr><td>${escapeHtml(title)}</td><td>${escapeHtml(director)}</td><td>${votes}</td></tr>\n`;
  }
  return `${html}</table>`;
}

function site({ title, user, categories, movies }: PageData): string {
  let html = `<!doctype html>\n<html><head><title>${escapeHtml(title)}</title></head><body>\n<nav>`;
  for (const category of categories) {
    const name = escapeHtml(category);
    html += `<a href="/c/${name}">${name}</a>`;
  }
  html += `<span>${escapeHtml(user.name)}</span></nav>\n<main><ul>\n`;
  for (const movie of movies) {
    html += `<li${movie.isNew ? ' class="new"' : ''}><b>${escapeHtml(movie.title)}</b> by ${escapeHtml(movie.director)} (${movie.votes})</li>\n`;
  }
  return `${html}</ul></main>\n<footer>Cinema</footer></body></html>`;
}
