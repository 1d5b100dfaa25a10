import { inspect } from 'node:util';
import { isUptempoError, plainLines } from '../core/index.ts';
import { isUsageError } from './errors.ts';
import type { Terminal } from './terminal/terminal.ts';

export const EXIT_ERROR = 1;
export const EXIT_USAGE = 2;

/**
 * Tells what went wrong on standard error: message, hint and code of a coded error, the stack of
 * any other.
 *
 * @returns the exit code: 2 when the command line was wrong, else 1.
 */
export function reportError(error: unknown, terminal: Terminal, wantsTraceback: boolean): number {
  const label = terminal.errorStyle(['bold', 'red'], 'error');
  if (isUptempoError(error)) {
    terminal.error(`${label}  ${plainLines(error.message)}`);
    if (error.hint !== undefined)
      terminal.error(`${terminal.errorStyle('green', 'hint')}   ${plainLines(error.hint)}`);
    terminal.error(`${terminal.errorStyle('dim', 'code')}   ${error.code}`);
    if (wantsTraceback) terminal.error(inspect(error));
  } else {
    terminal.error(`${label}  ${inspect(error)}`);
  }
  return isUsageError(error) ? EXIT_USAGE : EXIT_ERROR;
}
