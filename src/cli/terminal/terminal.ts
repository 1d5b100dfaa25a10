import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { plainJson } from '../../core/index.ts';
import { type Progress, type ProgressOptions, startProgress } from './progress.ts';
import { formatTable, type TableRow } from './table.ts';

export type Style = Parameters<typeof styleText>[0];

/** Erases the line the cursor stands in and goes to its start. */
const ERASE_LINE = '\r\u001b[2K';

/** What commands write to: results to standard output, progress and errors to standard error. */
export class Terminal {
  readonly #output: NodeJS.WriteStream;
  readonly #errors: NodeJS.WriteStream;
  /** The bar that stands in the terminal and must be put back after a line. */
  #bar = '';

  constructor(
    output: NodeJS.WriteStream = process.stdout,
    errors: NodeJS.WriteStream = process.stderr,
  ) {
    this.#output = output;
    this.#errors = errors;
  }

  /** Writes a line to standard output. */
  line(text = ''): void {
    this.#withoutBar(() => this.#output.write(`${text}\n`));
  }

  /** Writes a line to standard error. */
  error(text: string): void {
    this.#withoutBar(() => this.#errors.write(`${text}\n`));
  }

  /** Writes a value as JSON that moves no cursor. */
  json(value: unknown): void {
    this.line(plainJson(value, 2));
  }

  /** Writes rows as a table; the keys of the first are its columns. */
  table(rows: readonly TableRow[]): void {
    for (const text of formatTable(rows)) this.line(text);
  }

  /**
   * Shows how far a piece of work has come: a bar with rate and time left in a terminal, else a
   * line every few seconds.
   *
   * ```ts
   * const bar = terminal.progress({ total: films.length, label: 'Films' });
   * for (const film of films) { await load(film); bar.advance(); }
   * bar.finish(); // Films: 3,201 in 0.4 s, 8,002/s
   * ```
   */
  progress(options: ProgressOptions): Progress {
    return startProgress(options, {
      isInteractive: this.#errors.isTTY === true,
      width: (this.#errors as WriteStream).columns ?? 80,
      replace: (line) => {
        this.#bar = line;
        this.#errors.write(`${ERASE_LINE}${line}`);
      },
      line: (text) => {
        this.#eraseBar();
        this.#bar = '';
        this.error(text);
      },
    });
  }

  /** Leaves an unfinished bar where it stands, so that what follows has a line of its own. */
  leaveProgress(): void {
    if (this.#bar !== '') this.#errors.write('\n');
    this.#bar = '';
  }

  /** The text in a style, or as it is where standard output takes none (NO_COLOR, a pipe). */
  style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#output });
  }

  /** As `style`, for standard error. */
  errorStyle(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#errors });
  }

  #withoutBar(write: () => void): void {
    this.#eraseBar();
    write();
    if (this.#bar !== '') this.#errors.write(this.#bar);
  }

  #eraseBar(): void {
    if (this.#bar !== '') this.#errors.write(ERASE_LINE);
  }
}
