import { format } from 'node:util';
import { CallSite } from '../call-site.ts';
import type { Channel } from '../channel.ts';
import type { LogEvent, LogLevel } from '../log-events.ts';
import { currentContext } from '../request-context.ts';
import { listen } from './listen.ts';
import { shortMessage } from './short-message.ts';

type LogSink = Pick<Channel<LogEvent>, 'publish' | 'wantsCallSite'>;

/** The methods of `console` that Node has channels for. */
const LEVELS: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
};

/** Publishes what is written by `console`, by Node's channels for it; nothing is replaced. */
export function watchConsole(sink: LogSink): () => void {
  const stops = Object.entries(LEVELS).map(([method, level]) =>
    listen<unknown[]>(`console.${method}`, (given) => publish(sink, level, given)),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

function publish(sink: LogSink, level: LogLevel, given: unknown[]): void {
  const context = currentContext();
  if (context === undefined) return;
  sink.publish({
    context,
    level,
    source: 'console',
    message: messageOf(given),
    fields: '',
    atMs: performance.now(),
    site: sink.wantsCallSite() ? CallSite.capture() : undefined,
  });
}

/** What is printed; a value that cannot be printed is not to break who prints it. */
function messageOf(given: unknown[]): string {
  try {
    return shortMessage(format(...given));
  } catch {
    return '[cannot be shown]';
  }
}
