import {
  checkOptions,
  type OptionKind,
  option,
  parseShortDuration,
  suggest,
} from '../../core/index.ts';
import { apmError } from '../errors.ts';
import type { AlertRule, AlertSettings } from './alert-rule.ts';

const SETTINGS = {
  rules: option.arrayOf(option.object),
  webhook: option.string,
  webhookHeaders: option.object,
  notify: option.function,
} as const;

const positive: OptionKind<number> = {
  expected: 'a number above 0',
  accepts: (value): value is number =>
    typeof value === 'number' && value > 0 && Number.isFinite(value),
};

const BASE = {
  name: option.string,
  when: option.string,
  during: option.string,
  minRequests: option.integer({ min: 1 }),
} as const;

const DURATION = { ...BASE, aboveMs: positive, route: option.string };
const DEPTH = { ...BASE, above: positive, queue: option.string };

const KINDS: Readonly<Record<AlertRule['when'], Readonly<Record<string, OptionKind>>>> = {
  p50: DURATION,
  p95: DURATION,
  p99: DURATION,
  'error-rate': { ...BASE, above: positive, route: option.string },
  verdict: {
    ...BASE,
    is: option.arrayOf(
      option.oneOf('cpu-bound', 'database-bound', 'pool-starved', 'io-bound', 'mixed'),
    ),
    route: option.string,
  },
  'queue-depth': DEPTH,
  'active-requests': DEPTH,
};

/** What a rule cannot do without, by its kind. */
const REQUIRED: Readonly<Record<AlertRule['when'], readonly string[]>> = {
  p50: ['aboveMs'],
  p95: ['aboveMs'],
  p99: ['aboveMs'],
  'error-rate': ['above'],
  verdict: ['is'],
  'queue-depth': ['above', 'queue'],
  'active-requests': ['above'],
};

export const DEFAULT_DURING = '5m';

const MIN_DURING_MS = 10_000;
const MAX_DURING_MS = 60 * 60_000;

/** @throws core.option.unknown, core.option.invalid, apm.alert.invalid */
export function checkAlerts(alerts: AlertSettings): void {
  checkOptions('apm(): alerts', alerts, SETTINGS);
  if (alerts.webhook !== undefined) checkWebhook(alerts.webhook);
  if (alerts.webhook === undefined && alerts.notify === undefined) {
    throw invalid(
      'apm(): alerts has rules and tells nobody.',
      'Give a webhook, or a function notify.',
    );
  }
  if (alerts.rules === undefined) throw invalid('apm(): alerts has no "rules".');
  const names = new Set<string>();
  for (const rule of alerts.rules) {
    checkRule(rule);
    if (names.has(rule.name)) throw invalid(`Two alerts have the name "${rule.name}".`);
    names.add(rule.name);
  }
}

/** Milliseconds that a rule must hold. */
export function duringOf(rule: AlertRule): number {
  return parseShortDuration(rule.during ?? DEFAULT_DURING) ?? Number.NaN;
}

function checkRule(rule: AlertRule): void {
  const where = `apm(): alert ${JSON.stringify(rule.name ?? '')}`;
  const kinds = Object.hasOwn(KINDS, rule.when) ? KINDS[rule.when] : undefined;
  if (kinds === undefined) {
    throw invalid(
      `${where} cannot watch "${rule.when}".`,
      suggest(String(rule.when), Object.keys(KINDS)),
    );
  }
  checkOptions(where, rule, kinds);
  for (const name of ['name', ...REQUIRED[rule.when]]) {
    if (Reflect.get(rule, name) === undefined) throw invalid(`${where} needs "${name}".`);
  }
  const duringMs = duringOf(rule);
  if (!(duringMs >= MIN_DURING_MS && duringMs <= MAX_DURING_MS)) {
    throw invalid(`${where}: "during" is not from 10s to 1h.`, 'Write it like 5m.');
  }
}

function checkWebhook(webhook: string): void {
  const url = URL.parse(webhook);
  if (url !== null && /^https?:$/.test(url.protocol)) return;
  throw invalid('apm(): the webhook of the alerts is no address.', 'Begin it with https://.');
}

function invalid(message: string, hint?: string) {
  return apmError('apm.alert.invalid', message, hint === undefined ? {} : { hint });
}
