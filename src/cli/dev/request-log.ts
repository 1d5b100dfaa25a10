import {
  type RequestStartEvent,
  requestFinishChannel,
  requestStartChannel,
} from '../../events/index.ts';
import type { App } from '../../http/index.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Path under which the toolbar's own pages lie; they are not worth a line each. */
const TOOLBAR_PATH = '/__uptempo';

/**
 * Writes a line per request, until the app closes: status, method, path, milliseconds.
 *
 * @param staticUrl - files under it get a line only when something is wrong.
 */
export function logRequests(app: App, terminal: Terminal, staticUrl = '/static/'): void {
  const started = new WeakMap<object, RequestStartEvent>();
  const stopStarts = requestStartChannel.subscribe((event) => started.set(event.context, event));
  const stopFinishes = requestFinishChannel.subscribe(({ context, statusCode, durationMs }) => {
    const start = started.get(context);
    if (start === undefined || start.url.startsWith(TOOLBAR_PATH)) return;
    if (start.url.startsWith(staticUrl) && statusCode < 400) return;
    const status = terminal.style(statusStyle(statusCode), String(statusCode));
    const time = terminal.style('dim', `${durationMs.toFixed(1)} ms`);
    terminal.line(`${status} ${start.method} ${start.url} ${time}`);
  });
  app.server.once('close', () => {
    stopStarts();
    stopFinishes();
  });
}

function statusStyle(status: number): 'red' | 'yellow' | 'cyan' | 'green' {
  if (status >= 500) return 'red';
  if (status >= 400) return 'yellow';
  return status >= 300 ? 'cyan' : 'green';
}
