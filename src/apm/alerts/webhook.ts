import { setTimeout as pause } from 'node:timers/promises';
import type { Alert } from './alert-rule.ts';

/** Milliseconds before each further try. */
const PAUSES_MS = [1_000, 5_000, 25_000];

const TIMEOUT_MS = 10_000;

/** Characters of the text; a verdict's reason is the longest part of it. */
const MAX_TEXT = 2_000;

export interface WebhookSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends waiting and sending. */
  readonly signal: AbortSignal;
  /** Default as above; tests have less patience. */
  readonly pausesMs?: readonly number[];
}

/**
 * Posts an alert as JSON, again after a pause when the other side fails (5xx, 429) or cannot be
 * reached. Redirects are not followed, since they could lead inside.
 *
 * @throws what the last try failed with.
 */
export async function postAlert(alert: Alert, settings: WebhookSettings): Promise<void> {
  const pausesMs = settings.pausesMs ?? PAUSES_MS;
  for (let tries = 0; ; tries++) {
    try {
      await post(alert, settings);
      return;
    } catch (error) {
      const pauseMs = pausesMs[tries];
      if (pauseMs === undefined || isFinal(error) || settings.signal.aborted) throw error;
      await pause(pauseMs, undefined, { signal: settings.signal, ref: false });
    }
  }
}

/** The other side has understood and refused; the same again would be refused again. */
class Refused extends Error {
  override readonly name = 'Refused';
}

function isFinal(error: unknown): boolean {
  return error instanceof Refused;
}

async function post(alert: Alert, { url, headers, signal }: WebhookSettings): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...alert, text: alert.text.slice(0, MAX_TEXT) }),
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  await response.body?.cancel();
  if (response.ok) return;
  const message = `The webhook for alerts answered ${response.status}.`;
  if (response.status >= 500 || response.status === 429) throw new Error(message);
  throw new Refused(message);
}
