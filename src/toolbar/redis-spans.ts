import diagnostics from 'node:diagnostics_channel';
import { CallSite, currentContext, type RequestContext, spanChannel } from '../events/index.ts';

/** What the package `redis` publishes of a command, from start to end one object. */
interface RedisCommand {
  readonly command?: string;
  readonly error?: unknown;
}

interface Begun {
  readonly context: RequestContext | undefined;
  readonly startedMs: number;
  readonly site: CallSite | undefined;
}

/**
 * Publishes the commands of clients of the package `redis`, from version 6 on, as spans: the name of
 * the command, never its values. Returns what ends it.
 */
export function watchRedis(): () => void {
  const begun = new WeakMap<RedisCommand, Begun>();
  const stops = [
    listen('start', (command) => {
      const site = spanChannel.wantsCallSite() ? CallSite.capture() : undefined;
      begun.set(command, { context: currentContext(), startedMs: performance.now(), site });
    }),
    listen('asyncEnd', (command) => {
      const start = begun.get(command);
      if (start !== undefined) publish(command, start);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function publish({ command = '', error }: RedisCommand, start: Begun): void {
  spanChannel.publish({
    ...start,
    kind: 'custom',
    name: `redis ${command}`,
    durationMs: performance.now() - start.startedMs,
    attributes: { system: 'redis', command },
    error,
  });
}

function listen(event: string, listener: (command: RedisCommand) => void): () => void {
  const name = `tracing:node-redis:command:${event}`;
  const onMessage = (message: unknown) => listener(message as RedisCommand);
  diagnostics.subscribe(name, onMessage);
  return () => {
    diagnostics.unsubscribe(name, onMessage);
  };
}
