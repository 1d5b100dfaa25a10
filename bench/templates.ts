import {
  type Bench,
  type Deferred,
  importPeer,
  installedPeers,
  peerVersions,
  pythonVersion,
  type Subject,
  type Workload,
  whyWithoutPython,
} from './harness/index.ts';
import { concatenation } from './templates/concatenation.ts';
import { withoutEdition } from './templates/edition.ts';
import { type PageData, type Pages, pageData, type TemplatePeer } from './templates/pages.ts';
import { type PythonEngine, pythonSubject } from './templates/python.ts';
import { compile } from './templates/uptempo.ts';

/** Module in peers/templates/ by the npm package that it needs. */
const PEERS: Readonly<Record<string, string>> = {
  eta: 'eta',
  'edge.js': 'edge',
  nunjucks: 'nunjucks',
  liquidjs: 'liquidjs',
  handlebars: 'handlebars',
  '@kitajs/html': 'kita',
};

const PYTHON: readonly PythonEngine[] = ['jinja2', 'django'];
const LIMIT = 'concatenation';

/** A page is sent as bytes: a string made of parts that nobody has joined yet is not done. */
function flatten(html: unknown): string {
  const page = String(html);
  Buffer.byteLength(page);
  return page;
}

/** A page that is rendered again and again. */
function warm(name: string, page: keyof Pages, rows: number): Workload {
  const data = pageData(rows);
  return {
    name,
    limit: LIMIT,
    subjects: {
      [LIMIT]: () => flatten(concatenation[page](data)),
      uptempo: prepared(async () => compile(), page, data),
      ...eachPeer((peer) => prepared(async () => (await peer()).compile(), page, data)),
      ...eachPython((engine) => pythonSubject(engine, `${page}.html`, data)),
    },
    without: withoutPython(),
    check: checkPage,
  };
}

/** The first render of a site: its templates compiled, then one page. */
function cold(): Workload {
  const data = pageData(20);
  let number = 0;
  const { kita: _compiledBefore, ...peers } = eachPeer(
    (peer): Deferred => ({
      async prepare() {
        const { compile } = await peer();
        let number = 0;
        return () => flatten(compile(++number).site(data));
      },
    }),
  );
  return {
    name: 'compile, and render once',
    limit: 'uptempo',
    subjects: {
      uptempo: () => flatten(compile(++number).site(data)),
      ...peers,
      ...eachPython((engine) => pythonSubject(engine, 'site.html', data, true)),
    },
    without: { ...withoutPython(), kita: 'JSX is compiled when the program is built' },
    check: checkPage,
  };
}

function prepared(compile: () => Promise<Pages>, page: keyof Pages, data: PageData): Deferred {
  return {
    async prepare() {
      const pages = await compile();
      return () => flatten(pages[page](data));
    },
  };
}

function eachPeer(
  subject: (load: () => Promise<TemplatePeer>) => Deferred,
): Readonly<Record<string, Deferred>> {
  return Object.fromEntries(
    installedPeers(Object.keys(PEERS)).map((name) => {
      const module = PEERS[name]!;
      return [module, subject(() => importPeer<TemplatePeer>(`templates/${module}`))];
    }),
  );
}

function eachPython(subject: (engine: PythonEngine) => Subject): Readonly<Record<string, Subject>> {
  const there = PYTHON.filter((engine) => whyWithoutPython(engine) === undefined);
  return Object.fromEntries(there.map((engine) => [engine, subject(engine)]));
}

function withoutPython(): Readonly<Record<string, string>> {
  const reasons = PYTHON.map((engine) => [engine, whyWithoutPython(engine)] as const);
  return Object.fromEntries(
    reasons.filter((entry): entry is readonly [PythonEngine, string] => entry[1] !== undefined),
  );
}

/** Engines differ in the white space around their tags, and some leave `>` and `&` where they may. */
function checkPage(page: unknown, expected: unknown, subject: string): void {
  const compact = (html: unknown) =>
    withoutEdition(String(html))
      .replace(/\s*\n\s*/g, '')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  if (compact(page) === compact(expected)) return;
  throw new Error(`The page of "${subject}" is not that of "${LIMIT}".`);
}

export const bench: Bench = {
  name: 'templates',
  description: 'Pages of escaped text against string concatenation, and other engines.',
  isIsolated: true,
  workloads: async () => [
    warm('100 escaped rows', 'table', 100),
    warm('layout, navigation, 20 included cards', 'site', 20),
    warm('100 included cards', 'site', 100),
    warm('10,000 escaped rows', 'table', 10_000),
    cold(),
  ],
  versions: () => ({
    ...peerVersions(Object.keys(PEERS)),
    ...Object.fromEntries(
      PYTHON.filter((engine) => whyWithoutPython(engine) === undefined).map((engine) => [
        engine,
        pythonVersion(engine),
      ]),
    ),
  }),
};
