import type { Metrics, MetricsReport } from '../../metrics/index.ts';
import type { Alert, AlertRule, AlertSettings } from './alert-rule.ts';
import { duringOf } from './check-alerts.ts';
import { judge } from './judge.ts';
import { postAlert } from './webhook.ts';

/** Between two looks at the figures, which come every ten seconds. */
const EVERY_MS = 10_000;

/** A process that has not looked for so long is replaced by the next one that does. */
const LEASE_MS = 35_000;

const LEADER = 'alerts-leader';
const ACTIVE = 'alerts-active';

/** Alerts that hold, by name, with the time they began. Kept in the store, so that a restart tells nothing twice. */
type Active = Readonly<Record<string, number>>;

/**
 * Watches the rules and tells when one begins to hold and when it no longer does, once each. Of
 * several processes one does it: the one whose name stands in the store.
 */
export class AlertWatch {
  readonly #metrics: Metrics;
  readonly #settings: AlertSettings;
  readonly #onError: (error: unknown) => void;
  readonly #stopping = new AbortController();
  readonly #sending = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(metrics: Metrics, settings: AlertSettings, onError: (error: unknown) => void) {
    this.#metrics = metrics;
    this.#settings = settings;
    this.#onError = onError;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), EVERY_MS).unref();
  }

  /** Waits for what is being sent, which is not tried again. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await Promise.all(this.#sending);
  }

  /** Judges all rules now, if this process is the one to do it. Never rejects. */
  async look(now = Date.now()): Promise<void> {
    try {
      if (await this.#metrics.leads(LEADER, LEASE_MS)) await this.#judgeAll(now);
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#onError(error);
    }
  }

  async #judgeAll(now: number): Promise<void> {
    const active: Active = JSON.parse((await this.#metrics.note(ACTIVE)) ?? '{}');
    const next: Record<string, number> = {};
    const reports = new Map<number, MetricsReport>();
    for (const rule of this.#settings.rules) {
      const duringMs = duringOf(rule);
      const report = reports.get(duringMs) ?? (await this.#metrics.glance(duringMs));
      reports.set(duringMs, report);
      const since = this.#judgeOne(rule, report, active[rule.name], now);
      if (since !== undefined) next[rule.name] = since;
    }
    await this.#metrics.setNote(ACTIVE, JSON.stringify(next));
  }

  /** @returns since when the rule holds; undefined when it does not. */
  #judgeOne(
    rule: AlertRule,
    report: MetricsReport,
    since: number | undefined,
    now: number,
  ): number | undefined {
    const judgement = judge(rule, report);
    // Too few requests to judge by: what held may have ended with the traffic.
    const holds = judgement?.holds ?? false;
    const isNew = since === undefined;
    if (holds !== isNew) return holds ? since : undefined;
    const state = holds ? 'firing' : 'resolved';
    const text = judgement?.text ?? 'There were too few requests to judge by.';
    this.#tell({
      name: rule.name,
      state,
      text: `${state === 'firing' ? 'Firing' : 'Resolved'}: ${rule.name}. ${text}`,
      since: since ?? now,
      at: now,
      figures: judgement?.figures ?? {},
    });
    return holds ? now : undefined;
  }

  #tell(alert: Alert): void {
    const sending = this.#send(alert)
      .catch(this.#onError)
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #send(alert: Alert): Promise<void> {
    const { webhook, webhookHeaders, notify } = this.#settings;
    const told = [
      webhook === undefined
        ? undefined
        : postAlert(alert, {
            url: webhook,
            headers: webhookHeaders ?? {},
            signal: this.#stopping.signal,
          }),
      notify === undefined ? undefined : call(notify, alert),
    ];
    for (const result of await Promise.allSettled(told)) {
      if (result.status === 'rejected') this.#onError(result.reason);
    }
  }
}

/** What it throws at once fails as what it throws later. */
async function call(notify: NonNullable<AlertSettings['notify']>, alert: Alert): Promise<void> {
  await notify(alert);
}
