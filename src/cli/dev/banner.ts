import type { Terminal } from '../terminal/terminal.ts';
import { packageVersion } from '../version.ts';

/** What a developer reads when the server is up: where to look, what for, how to end. */
export function showBanner(terminal: Terminal, url: string, isWatching = false): void {
  const name = terminal.style('bold', `Uptempo ${packageVersion()}`);
  terminal.line();
  terminal.line(`  ${name}  development`);
  terminal.line();
  terminal.line(`  ${terminal.style(['bold', 'cyan'], url)}`);
  terminal.line();
  terminal.line(
    '  The toolbar on every page shows its queries, what they cost and what to improve.',
  );
  terminal.line(
    isWatching
      ? '  A change to the code starts the server again. Ctrl-C stops it.'
      : '  Ctrl-C stops the server.',
  );
  terminal.line();
}
