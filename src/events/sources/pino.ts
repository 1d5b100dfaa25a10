import { CallSite } from '../call-site.ts';
import type { Channel } from '../channel.ts';
import type { LogEvent, LogLevel } from '../log-events.ts';
import { currentContext } from '../request-context.ts';
import { listen } from './listen.ts';
import { shortMessage } from './short-message.ts';

/** What pino publishes when it has written a line. */
interface WrittenLine {
  readonly result?: unknown;
}

const LEVELS: Readonly<Record<number, LogLevel>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** What every line has, and the reader sees beside it. */
const COMMON = new Set(['level', 'time', 'pid', 'hostname', 'reqId', 'msg', 'v']);

/** Longer lines are shown as they are. */
const MAX_PARSED = 20_000;

/**
 * Publishes the lines that pino writes, as they are written: what its `redact` leaves out is not in
 * them. Needs pino 9.6 or newer, which Fastify brings.
 */
export function watchPino(sink: Pick<Channel<LogEvent>, 'publish' | 'wantsCallSite'>): () => void {
  return listen<WrittenLine>('tracing:pino_asJson:end', ({ result }) => {
    const context = currentContext();
    if (context === undefined || typeof result !== 'string') return;
    sink.publish({
      context,
      source: 'logger',
      ...partsOf(result),
      atMs: performance.now(),
      site: sink.wantsCallSite() ? CallSite.capture() : undefined,
    });
  });
}

function partsOf(line: string): Pick<LogEvent, 'level' | 'message' | 'fields'> {
  const values = parse(line);
  if (values === undefined) return { level: 'info', message: shortMessage(line), fields: '' };
  const rest = Object.entries(values).filter(([name]) => !COMMON.has(name));
  return {
    level: LEVELS[Number(values.level)] ?? levelNamed(values.level),
    message: shortMessage(String(values.msg ?? '')),
    fields: rest.length === 0 ? '' : shortMessage(JSON.stringify(Object.fromEntries(rest))),
  };
}

/** With a formatter the level is a name. */
function levelNamed(level: unknown): LogLevel {
  return Object.values(LEVELS).find((name) => name === level) ?? 'info';
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (line.length > MAX_PARSED) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
