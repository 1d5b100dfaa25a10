/** Control sequences: the second screen of the terminal, the cursor, and erasing. */
const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const ERASE_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/** q, and Ctrl-C, which is a key and no signal in raw mode. */
const LEAVING = ['q', 'Q', '\u0003'];

/** The whole terminal, drawn again and again, and given back as it was. */
export class Screen {
  readonly #output: NodeJS.WriteStream;
  readonly #input: NodeJS.ReadStream;
  readonly #left = Promise.withResolvers<void>();

  constructor(
    output: NodeJS.WriteStream = process.stdout,
    input: NodeJS.ReadStream = process.stdin,
  ) {
    this.#output = output;
    this.#input = input;
  }

  get width(): number {
    return this.#output.columns ?? 80;
  }
  get height(): number {
    return this.#output.rows ?? 24;
  }
  /** Kept when the reader leaves, by q or Ctrl-C. */
  get left(): Promise<void> {
    return this.#left.promise;
  }

  enter(): void {
    this.#output.write(ENTER);
    if (this.#input.isTTY) this.#input.setRawMode(true);
    this.#input.on('data', this.#onKey);
    process.on('SIGINT', this.#leave).on('SIGTERM', this.#leave);
  }

  draw(lines: readonly string[]): void {
    const shown = lines.slice(0, this.height - 1).map((line) => `${line}${ERASE_LINE}\n`);
    this.#output.write(HOME + shown.join('') + ERASE_BELOW);
  }

  exit(): void {
    process.off('SIGINT', this.#leave).off('SIGTERM', this.#leave);
    this.#input.off('data', this.#onKey);
    if (this.#input.isTTY) this.#input.setRawMode(false);
    this.#input.pause();
    this.#output.write(LEAVE);
  }

  readonly #leave = (): void => this.#left.resolve();

  readonly #onKey = (data: Buffer): void => {
    const keys = data.toString();
    if (LEAVING.some((key) => keys.includes(key))) this.#leave();
  };
}
