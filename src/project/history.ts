import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { History, HistoryOptions } from '../history/index.ts';
import type { App, Mode, Permission } from '../http/index.ts';
import type { Project } from './project.ts';

/** Where and how long requests are kept: the setting `history`. */
export interface HistorySetting {
  /** The SQLite file. Default `.uptempo/history.sqlite`. */
  readonly file?: string;
  /** Bytes it may have. Default 50 MB in development, 100 MB in production. */
  readonly maxBytes?: number;
  /** Days a request is kept at most. Default 7. */
  readonly maxAgeDays?: number;
  /** Who may see the history in production; without it nothing is kept there. */
  readonly permission?: Permission;
  /** Whether values are stored in production: parameters, literals, keys, texts of errors. Default false. */
  readonly recordsValues?: boolean;
}

/** The folder of what tools leave in a project. */
const TOOL_FOLDER = '.uptempo';

const MAX_BYTES: Readonly<Record<Mode, number>> = {
  development: 50_000_000,
  production: 100_000_000,
};

/** What the history of a project is opened with. */
export function historyOptions({ root, settings }: Project, mode: Mode): HistoryOptions {
  const { file, maxBytes, maxAgeDays } = settings.history || {};
  return {
    file: resolve(root, file ?? join(TOOL_FOLDER, 'history.sqlite')),
    maxBytes: maxBytes ?? MAX_BYTES[mode],
    ...(maxAgeDays !== undefined && { maxAgeDays }),
  };
}

/** Opens the history of a project for the life of an app, which closes it. */
export async function openProjectHistory(app: App, project: Project, mode: Mode): Promise<History> {
  const { openHistory } = await import('../history/index.ts');
  const options = historyOptions(project, mode);
  if (dirname(options.file) === join(project.root, TOOL_FOLDER)) ignoreToolFolder(project.root);
  const history = openHistory(options);
  // Before the plugins that write to it: hooks for closing run last to first.
  app.addHook('onClose', () => history.close());
  return history;
}

/** Keeps what tools leave out of the repository. A folder that cannot be made is the history's to report. */
function ignoreToolFolder(root: string): void {
  const folder = join(root, TOOL_FOLDER);
  const file = join(folder, '.gitignore');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) writeFileSync(file, '*\n');
  } catch {
    // A read-only project is served as any other.
  }
}

/** Keeps requests in production, for whom the setting's permission lets in. */
export async function addRequestHistory(
  app: App,
  project: Project,
  permission: Permission,
): Promise<void> {
  const { requestHistory } = await import('../toolbar/index.ts');
  const store = await openProjectHistory(app, project, 'production');
  const { recordsValues = false } = project.settings.history || {};
  await app.register(requestHistory, {
    store,
    permission,
    recordsValues,
    projectRoot: project.root,
  });
}
