import { createReadStream, createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { nearest } from '../../core/index.ts';
import {
  compareRequests,
  exportHar,
  exportLines,
  FILTERS,
  type HistoryDocument,
  type HistoryReader,
  historyError,
  importLines,
  openHistoryFile,
  readHistoryFile,
  readHistoryQuery,
  SORT_ORDERS,
} from '../../history/index.ts';
import { historyOptions, loadProject } from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { cliError } from '../errors.ts';
import { showPage } from '../history/show-page.ts';
import { showComparison, showRequest } from '../history/show-request.ts';
import type { Terminal } from '../terminal/terminal.ts';

const ACTIONS = ['list', 'show', 'compare', 'export', 'import', 'clear'] as const;
type Action = (typeof ACTIONS)[number];

export const history = defineBuiltIn({
  help:
    'Search, compare and export the requests that are kept.\n\n' +
    'list             those that match, the newest first\n' +
    'show ID          what one cost, its statements, its findings\n' +
    'compare ID ID    two side by side\n' +
    'export [FILE]    those that match as lines of JSON, as HTTP Archive into FILE.har; to standard\n' +
    '                 output without a file\n' +
    'import FILE      what export has written\n' +
    'clear            delete all of them\n\n' +
    'The beginning of an id is enough. uptempo dev keeps requests in .uptempo/history.sqlite.',
  positionals: {
    action: { help: 'What to do. Default list.', isOptional: true },
    first: { help: 'An id, or a file.', isOptional: true },
    second: { help: 'The other id.', isOptional: true },
  },
  options: {
    path: { type: 'string', help: 'Part of the path or query string.' },
    route: { type: 'string', help: 'The pattern of a route: /movies/:id.' },
    method: { type: 'string', help: 'GET, POST, …' },
    status: { type: 'string', help: '404, or a class: 5xx.' },
    minMs: { type: 'number', min: 0, help: 'At least so many milliseconds.' },
    minQueries: { type: 'integer', min: 0, help: 'At least so many queries.' },
    finding: { type: 'string', help: 'Code of a rule, fingerprint of a finding, or "any".' },
    sql: { type: 'string', help: 'Part of a statement; literals and parameters are ?.' },
    since: { type: 'string', help: 'Not older: 2h, or 2026-11-28T14:00Z.' },
    until: { type: 'string', help: 'Not newer.' },
    sort: { type: 'string', choices: SORT_ORDERS, help: 'What is largest first. Default time.' },
    limit: { type: 'integer', min: 1, max: 500, help: 'How many of a list. Default 50.' },
    cursor: { type: 'string', help: 'Where to go on: what the list before has named.' },
    file: { type: 'string', help: 'Another history than the project’s.' },
    json: { type: 'boolean', help: 'Print JSON.' },
  },
  async run({ options, positionals, terminal }) {
    const { action, first, second } = positionals;
    const file = await historyFile(options.file);
    const call = { file, first, second, options, terminal, isJson: options.json };
    await PERFORM[readAction(action ?? 'list')](call);
    return 0;
  },
});

interface ActionCall {
  readonly file: string;
  readonly first: string | undefined;
  readonly second: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
  readonly isJson: boolean;
}

const PERFORM: Readonly<Record<Action, (call: ActionCall) => Promise<void>>> = {
  list: ({ file, options, terminal, isJson }) =>
    reading(file, (reader) => {
      const page = reader.search(queryOf(options));
      if (isJson) terminal.json(page);
      else showPage(page, terminal);
    }),
  show: ({ file, first, terminal, isJson }) =>
    reading(file, (reader) => {
      const document = findRequest(reader, required(first, 'show'));
      if (isJson) terminal.json(document);
      else showRequest(document, terminal);
    }),
  compare: ({ file, first, second, terminal, isJson }) =>
    reading(file, (reader) => {
      const a = findRequest(reader, required(first, 'compare'));
      const b = findRequest(reader, required(second, 'compare'));
      const comparison = compareRequests(a, b);
      if (isJson) terminal.json(comparison);
      else showComparison(comparison, terminal);
    }),
  export: ({ file, first, options }) =>
    reading(file, async (reader) => {
      const write = first?.endsWith('.har') ? exportHar : exportLines;
      const lines = Readable.from(write(reader, queryOf(options)));
      if (first !== undefined) await pipeline(lines, createWriteStream(first, { mode: 0o600 }));
      else await pipeline(lines, process.stdout, { end: false });
    }),
  import: async ({ file, first, terminal }) => {
    const history = await openHistoryFile({ file });
    try {
      const input = createReadStream(required(first, 'import'), 'utf8');
      const added = await importLines(history, createInterface({ input, crlfDelay: Infinity }));
      terminal.line(`${added.toLocaleString('en')} requests are new.`);
    } finally {
      history.close();
    }
  },
  clear: async ({ file, terminal }) => {
    (await readHistoryFile(file)).close();
    const history = await openHistoryFile({ file });
    terminal.line(`${history.clear().toLocaleString('en')} requests deleted.`);
    history.close();
  },
};

async function historyFile(asked: string | undefined): Promise<string> {
  if (asked !== undefined) return resolve(asked);
  const project = await loadProject();
  return historyOptions(project, project.mode).file;
}

function readAction(text: string): Action {
  const action = ACTIONS.find((known) => known === text);
  if (action !== undefined) return action;
  const match = nearest(text, ACTIONS);
  throw cliError('cli.option.invalid', `"history" cannot "${text}".`, {
    hint: match === undefined ? 'See uptempo history --help.' : `Did you mean "${match}"?`,
  });
}

async function reading(
  file: string,
  work: (reader: HistoryReader) => void | Promise<void>,
): Promise<void> {
  const reader = await readHistoryFile(file);
  try {
    await work(reader);
  } finally {
    reader.close();
  }
}

function queryOf(options: Readonly<Record<string, unknown>>) {
  const texts = FILTERS.map((name) => [name, textOf(options[name])]);
  return readHistoryQuery(Object.fromEntries(texts));
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function required(text: string | undefined, action: Action): string {
  if (text !== undefined) return text;
  throw cliError('cli.argument.missing', `"history ${action}" needs more.`, {
    hint: 'See uptempo history --help.',
  });
}

function findRequest(reader: HistoryReader, prefix: string): HistoryDocument {
  const ids = reader.idsWith(prefix);
  if (ids.length > 1) {
    throw cliError('cli.request.ambiguous', `Several ids begin with "${prefix}".`, {
      hint: 'Give more of it.',
    });
  }
  const document = ids[0] === undefined ? undefined : reader.document(ids[0]);
  if (document !== undefined) return document;
  throw historyError(
    'history.request.unknown',
    `No request is kept whose id begins with "${prefix}".`,
    {
      hint: 'See uptempo history list.',
    },
  );
}
