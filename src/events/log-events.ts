import type { CallSite } from './call-site.ts';
import { defineChannel } from './channel.ts';
import type { RequestContext } from './request-context.ts';
import { watchConsole } from './sources/console.ts';
import { watchPino } from './sources/pino.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Published for each line that is logged by `console` or by pino, which is Fastify's logger. */
export interface LogEvent {
  readonly context: RequestContext | undefined;
  readonly level: LogLevel;
  readonly source: 'console' | 'logger';
  /** Cut to 2,000 characters. */
  readonly message: string;
  /** What a logger was given beside the message, as JSON; empty when that was nothing. */
  readonly fields: string;
  /** `performance.now()`. */
  readonly atMs: number;
  readonly site: CallSite | undefined;
}

export const logChannel = defineChannel<LogEvent>('uptempo:log');

logChannel.whileObserved(() => watchConsole(logChannel));
logChannel.whileObserved(() => watchPino(logChannel));
