import type { VerdictKind } from '../../metrics/index.ts';

interface RuleBase {
  /** What the alert is called; told to whoever is alerted. Two rules have two names. */
  readonly name: string;
  /** How long it must be so: `5m`, up to an hour. Default `5m`. */
  readonly during?: string;
  /** Fewer requests in that time say nothing. Default 20. */
  readonly minRequests?: number;
}

/** A percentile of a route's durations, or of all requests, is above a bound. */
export interface DurationRule extends RuleBase {
  readonly when: 'p50' | 'p95' | 'p99';
  readonly aboveMs: number;
  /** `GET /movies/:id`. Default: all requests together. */
  readonly route?: string;
}

/** More than this share of the responses, 0 to 1, are 5xx. */
export interface ErrorRateRule extends RuleBase {
  readonly when: 'error-rate';
  readonly above: number;
  readonly route?: string;
}

/** What the whole or a route is bound by becomes one of these. */
export interface VerdictRule extends RuleBase {
  readonly when: 'verdict';
  readonly is: readonly VerdictKind[];
  readonly route?: string;
}

/** A queue, or the requests in progress of one process, are longer than this. */
export interface DepthRule extends RuleBase {
  readonly when: 'queue-depth' | 'active-requests';
  readonly above: number;
  /** Name among the `queues` of apm(); for `queue-depth`. */
  readonly queue?: string;
}

export type AlertRule = DurationRule | ErrorRateRule | VerdictRule | DepthRule;

/** What is sent when a rule begins to hold, and once more when it does no longer. */
export interface Alert {
  readonly name: string;
  readonly state: 'firing' | 'resolved';
  /** One line, as a chat shows it. */
  readonly text: string;
  /** Milliseconds since 1970 at which the rule began to hold. */
  readonly since: number;
  readonly at: number;
  /** What was measured, and the bound it is measured against. */
  readonly figures: Readonly<Record<string, number | string>>;
}

export interface AlertSettings {
  readonly rules: readonly AlertRule[];
  /** Address that alerts are posted to as JSON; its `text` is what chats show. */
  readonly webhook?: string;
  /** Headers for it, such as a token. */
  readonly webhookHeaders?: Readonly<Record<string, string>>;
  /** Is called with each alert, beside or instead of the webhook: to send a mail, say. */
  readonly notify?: (alert: Alert) => void | Promise<void>;
}
