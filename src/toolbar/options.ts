import { checkOptions, option } from '../core/index.ts';
import type { History } from '../history/index.ts';
import { checkSuppressions, findingCodes, type Suppression } from '../observe/index.ts';
import { toolbarError } from './errors.ts';
import type { Panel } from './panel.ts';

export interface ToolbarOptions {
  /**
   * Whether anything is registered at all. Default: true unless NODE_ENV is `production`.
   */
  readonly isEnabled?: boolean;
  /** Requests kept in memory, the newest ones. Default 50. */
  readonly history?: number;
  /**
   * Where requests are kept beyond that and beyond a restart: what `openHistory()` has opened, and
   * who opened it closes. Default nowhere.
   */
  readonly store?: History | undefined;
  /** Addresses of the clients that see the toolbar. Default: this machine's own. */
  readonly allowedAddresses?: readonly string[];
  /** Path of the toolbar's own pages. Default `/__uptempo`. */
  readonly basePath?: string;
  /**
   * Whether the values passed to queries are kept and shown. They may be passwords or personal
   * data, which the toolbar cannot tell. Default true.
   */
  readonly recordsParameters?: boolean;
  /** Folder that files are shown relative to. Default: the working directory. */
  readonly projectRoot?: string;
  /**
   * Host names under which it is shown, beside addresses: `cinema.test`, `.cinema.test`, `*`. Default:
   * what the app answers to, in an app of `createApp`; else `localhost` and its subdomains.
   */
  readonly allowedHosts?: readonly string[];
  /** Settings of the project, for the settings panel; secrets in them are masked. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Panels of your own, shown behind the others. */
  readonly panels?: readonly Panel[];
  /** Findings that are left as they are, beside those that comments in the source name. */
  readonly ignoredFindings?: readonly Suppression[];
}

export type ToolbarSettings = Required<
  Omit<ToolbarOptions, 'allowedHosts' | 'settings' | 'store'>
> &
  Pick<ToolbarOptions, 'allowedHosts' | 'settings' | 'store'>;

/** @throws core.option.unknown, core.option.invalid, toolbar.path.invalid, observe.suppression.invalid */
export function toolbarSettings(options: ToolbarOptions): ToolbarSettings {
  checkOptions('toolbar()', options, {
    isEnabled: option.boolean,
    history: option.integer({ min: 1, max: 10_000 }),
    store: option.object,
    allowedAddresses: option.arrayOf(option.string),
    basePath: option.string,
    recordsParameters: option.boolean,
    projectRoot: option.string,
    allowedHosts: option.arrayOf(option.string),
    settings: option.object,
    panels: option.arrayOf(option.any),
    ignoredFindings: option.arrayOf(option.object),
  });
  checkSuppressions('ignoredFindings', options.ignoredFindings ?? [], findingCodes());
  return {
    isEnabled: options.isEnabled ?? process.env.NODE_ENV !== 'production',
    history: options.history ?? 50,
    store: options.store,
    allowedAddresses: options.allowedAddresses ?? ['127.0.0.1', '::1'],
    basePath: checkPath('toolbar()', options.basePath ?? '/__uptempo'),
    recordsParameters: options.recordsParameters ?? true,
    projectRoot: options.projectRoot ?? process.cwd(),
    panels: options.panels ?? [],
    ...(options.allowedHosts && { allowedHosts: options.allowedHosts }),
    ...(options.settings && { settings: options.settings }),
    ignoredFindings: options.ignoredFindings ?? [],
  };
}

/** It is written into headers, patterns and HTML, so it holds nothing that means something there. */
export function checkPath(where: string, path: string): string {
  if (/^(?:\/[\w.~-]+)+$/.test(path)) return path;
  throw toolbarError('toolbar.path.invalid', `${where}: "basePath" cannot be "${path}".`, {
    hint: 'Begin it with a slash and end it without one: "/__uptempo".',
  });
}
