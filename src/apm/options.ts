import { checkOptions, option } from '../core/index.ts';
import type { Mode, Permission } from '../http/index.ts';
import { IN_MEMORY } from '../metrics/index.ts';
import type { AlertSettings } from './alerts/alert-rule.ts';
import { checkAlerts } from './alerts/check-alerts.ts';
import { apmError } from './errors.ts';

/** Who may see something. What is given must agree, all of it. */
export interface AccessOptions {
  /** Decides by the request: `(request) => request.user?.isStaff === true`. */
  readonly permission?: Permission;
  /**
   * A secret of 16 characters or more, from the environment. Programs send it as
   * `Authorization: Bearer …`, browsers ask for it as the password.
   */
  readonly token?: string | undefined;
  /** Addresses of the clients. Default in development: this machine's own. */
  readonly allowedAddresses?: readonly string[];
  /**
   * Host names under which it is shown, beside addresses: `cinema.test`, `.cinema.test`. Default any; in
   * development, where nothing else is given, `localhost`, or what an app of `createApp` answers to.
   */
  readonly allowedHosts?: readonly string[];
}

export interface ApmOptions extends AccessOptions {
  /** In `production` the pages need a permission. Default `production`. */
  readonly mode?: Mode;
  /** Path of the pages. Default `/__uptempo/apm`. */
  readonly path?: string;
  /** Whether there are pages at all; the terminal can read the file without them. Default true. */
  readonly pages?: boolean;
  /**
   * SQLite file that all processes of the application keep their figures in. Default: in memory,
   * where a restart loses them and each process has its own.
   */
  readonly storeFile?: string;
  /** Bytes the file may have. Default 64 MiB. */
  readonly maxStoreBytes?: number;
  /** Figures for Prometheus, with a permission of their own. Default: none. */
  readonly prometheus?: PrometheusOptions;
  /** Who is told of what is wrong. Default: nobody. */
  readonly alerts?: AlertSettings;
  /** Functions that tell how many wait in each queue, asked once a second. */
  readonly queues?: Readonly<Record<string, () => number>>;
  /** Whether spans are made for OpenTelemetry, through `@opentelemetry/api`. Default false. */
  readonly openTelemetry?: boolean;
  /** Folder that source files are shown relative to. Default: the working directory. */
  readonly projectRoot?: string;
}

export interface PrometheusOptions extends AccessOptions {
  /** Default `/metrics`. */
  readonly path?: string;
}

export interface Access extends AccessOptions {
  readonly checksHost: boolean;
}

export interface ApmSettings extends Access {
  readonly mode: Mode;
  readonly path: string;
  readonly pages: boolean;
  readonly storeFile: string;
  readonly maxStoreBytes: number | undefined;
  readonly prometheus: (Access & { readonly path: string }) | undefined;
  readonly alerts: AlertSettings | undefined;
  readonly queues: Readonly<Record<string, () => number>>;
  readonly openTelemetry: boolean;
  readonly projectRoot: string;
}

const ACCESS = {
  permission: option.function,
  token: option.string,
  allowedAddresses: option.arrayOf(option.string),
  allowedHosts: option.arrayOf(option.string),
} as const;

const APM = {
  ...ACCESS,
  mode: option.oneOf('development', 'production'),
  path: option.string,
  pages: option.boolean,
  storeFile: option.string,
  maxStoreBytes: option.integer({ min: 1024 * 1024 }),
  prometheus: option.object,
  alerts: option.object,
  queues: option.object,
  openTelemetry: option.boolean,
  projectRoot: option.string,
} as const;

const MIN_TOKEN = 16;
const LOCAL = ['127.0.0.1', '::1'];

/**
 * @throws core.option.unknown, core.option.invalid, apm.permission.missing, apm.token.weak,
 * apm.path.invalid, apm.alert.invalid
 */
export function apmSettings(options: ApmOptions): ApmSettings {
  checkOptions('apm()', options, APM);
  const { prometheus, alerts } = options;
  if (prometheus !== undefined)
    checkOptions('apm(): prometheus', prometheus, { ...ACCESS, path: option.string });
  if (alerts !== undefined) checkAlerts(alerts);
  const mode = options.mode ?? 'production';
  const pages = options.pages ?? true;
  return {
    ...(pages ? accessFor('apm()', options, mode) : { checksHost: false }),
    mode,
    pages,
    path: checkPath(options.path ?? '/__uptempo/apm'),
    storeFile: options.storeFile ?? IN_MEMORY,
    maxStoreBytes: options.maxStoreBytes,
    prometheus: prometheus && {
      ...accessFor('apm(): prometheus', prometheus, mode),
      path: checkPath(prometheus.path ?? '/metrics'),
    },
    alerts,
    queues: options.queues ?? {},
    openTelemetry: options.openTelemetry ?? false,
    projectRoot: options.projectRoot ?? process.cwd(),
  };
}

/** Nothing is shown to everybody by default: in development to this machine, else to nobody. */
function accessFor(where: string, access: AccessOptions, mode: Mode): Access {
  const { permission, token, allowedAddresses, allowedHosts } = access;
  if (token !== undefined && token.length < MIN_TOKEN) {
    throw apmError('apm.token.weak', `${where}: "token" has fewer than ${MIN_TOKEN} characters.`, {
      hint: 'Make one with: openssl rand -base64 24',
    });
  }
  if (permission ?? token ?? allowedAddresses) {
    return {
      ...(permission && { permission }),
      ...(token !== undefined && { token }),
      ...(allowedAddresses && { allowedAddresses }),
      ...(allowedHosts && { allowedHosts }),
      checksHost: allowedHosts !== undefined,
    };
  }
  if (mode === 'development') {
    return { allowedAddresses: LOCAL, ...(allowedHosts && { allowedHosts }), checksHost: true };
  }
  throw apmError('apm.permission.missing', `${where} does not say who may see it in production.`, {
    hint: 'Pass permission: (request) => …, a token from the environment, or allowedAddresses; or pages: false.',
  });
}

/** It is written into patterns and HTML, so it holds nothing that means something there. */
function checkPath(path: string): string {
  if (/^(?:\/[\w.~-]+)+$/.test(path)) return path;
  throw apmError('apm.path.invalid', `apm(): a path cannot be ${JSON.stringify(path)}.`, {
    hint: 'Begin it with a slash and end it without one: "/__uptempo/apm".',
  });
}
