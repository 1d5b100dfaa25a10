import { escapeHtml } from '../src/core/index.ts';
import { createTemplateEngine } from '../src/templates/index.ts';
import {
  type Bench,
  type Deferred,
  importPeer,
  installedPeers,
  type Workload,
} from './harness/index.ts';

interface Movie {
  readonly title: string;
  readonly director: string;
  readonly votes: number;
}

/** What a module of peers/ offers for this bench. */
interface Peer {
  compileMovieTable(): (data: object) => string;
}

const PEERS = ['eta', 'nunjucks'];
const LIMIT = 'concatenation';

/** Every tenth title and director has something to escape. */
const movies: readonly Movie[] = Array.from({ length: 100 }, (_, index) => ({
  title: index % 10 === 0 ? `Fast & Furious ${index}` : `Film number ${index}`,
  director: index % 10 === 5 ? `Director <${index}>` : `Director ${index}`,
  votes: index * 7919,
}));

function concatenate(): string {
  let html = '<table>\n';
  for (const { title, director, votes } of movies) {
    html += `<tr><td>${escapeHtml(title)}</td><td>${escapeHtml(director)}</td><td>${votes}</td></tr>\n`;
  }
  return `${html}</table>`;
}

function uptempo(): () => string {
  const template = createTemplateEngine().fromString(`<table>
{% for movie in movies %}<tr><td>{{ movie.title }}</td><td>{{ movie.director }}</td><td>{{ movie.votes }}</td></tr>
{% endfor %}</table>`);
  return () => flatten(template.render({ movies }));
}

/** A page is sent as bytes: a string made of parts that nobody has joined yet is not done. */
function flatten(html: unknown): string {
  const page = String(html);
  Buffer.byteLength(page);
  return page;
}

function peer(name: string): Deferred {
  return {
    async prepare() {
      const render = (await importPeer<Peer>(name)).compileMovieTable();
      return () => flatten(render({ movies }));
    },
  };
}

function table(): Workload {
  return {
    name: '100 escaped rows',
    limit: LIMIT,
    subjects: {
      [LIMIT]: () => flatten(concatenate()),
      uptempo: uptempo(),
      ...Object.fromEntries(installedPeers(PEERS).map((name) => [name, peer(name)])),
    },
    check: checkPage,
  };
}

/** Engines differ in the white space around their tags. */
function checkPage(page: unknown, expected: unknown, subject: string): void {
  const compact = (html: unknown) => String(html).replace(/\s*\n\s*/g, '');
  if (compact(page) === compact(expected)) return;
  throw new Error(`The page of "${subject}" is not that of "${LIMIT}".`);
}

export const bench: Bench = {
  name: 'templates',
  description: 'A page of escaped rows against string concatenation, and other engines.',
  isIsolated: true,
  workloads: async () => [table()],
};
