import { currentContext, signalChannel } from '../../events/index.ts';
import type { Call } from './signal.ts';

/** Calls receivers and publishes how long each of them took. */
export function observedCall<Payload>(signal: string, model: string): Call<Payload> {
  return async (receiver, payload) => {
    const startedMs = performance.now();
    let error: unknown;
    try {
      await receiver(payload);
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      signalChannel.publish({
        context: currentContext(),
        signal,
        model,
        receiver: receiver.name || 'anonymous',
        startedMs,
        durationMs: performance.now() - startedMs,
        error,
      });
    }
  };
}
