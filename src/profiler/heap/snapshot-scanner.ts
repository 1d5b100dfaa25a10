import { profilerError } from '../errors.ts';

/** What somebody wants to know of a snapshot while it passes by. */
export interface SnapshotVisitor {
  /** The part `snapshot`: how the rest is laid out. Comes first. */
  header(header: unknown): void;
  /** Each number of `nodes`, in their order. */
  nodeField(value: number): void;
  /** Whether the text of this index in `strings` is wanted. */
  wantsString(index: number): boolean;
  string(index: number, text: string): void;
}

const [QUOTE, BACKSLASH, COMMA, ZERO, NINE] = [0x22, 0x5c, 0x2c, 0x30, 0x39];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The layout has some 2,000 bytes; no key and no name that is asked for is longer than this. */
const MAX_TEXT_BYTES = 100_000;

/** Bytes of a wanted string that are kept. */
const MAX_STRING_BYTES = 1_000;

type State = (byte: number) => void;

/**
 * Reads a heap snapshot from pieces of any size and keeps nothing of it: snapshots are larger
 * than the heap they are of, and longer than the longest string of V8.
 */
export class SnapshotScanner {
  readonly #visitor: SnapshotVisitor;
  #state: State = this.#beforeKey;
  #key = '';
  #text: number[] = [];
  #depth = 0;
  #isQuoted = false;
  #isEscaped = false;
  #number = -1;
  #index = 0;
  #isWanted = false;
  #isComplete = false;

  constructor(visitor: SnapshotVisitor) {
    this.#visitor = visitor;
  }

  /** @throws profiler.snapshot.invalid */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) this.#state(bytes[at]!);
  }

  /** @throws profiler.snapshot.invalid when the file ends before the snapshot does. */
  end(): void {
    if (!this.#isComplete) throw invalid('it ends before its strings do');
  }

  /** Between the parts: up to the quote of the next key. */
  #beforeKey(byte: number): void {
    if (byte !== QUOTE) return;
    this.#text = [];
    this.#state = this.#inKey;
  }

  #inKey(byte: number): void {
    if (byte !== QUOTE) {
      this.#keep(byte);
      return;
    }
    this.#key = Buffer.from(this.#text).toString('latin1');
    this.#text = [];
    this.#state = this.#beforeValue;
  }

  #beforeValue(byte: number): void {
    if (byte !== OPEN_LIST && byte !== OPEN_OBJECT) return;
    this.#depth = 1;
    if (this.#key === 'snapshot') {
      this.#text = [byte];
      this.#state = this.#inHeader;
    } else if (this.#key === 'nodes') this.#state = this.#inNumbers;
    else if (this.#key === 'strings') this.#state = this.#inStrings;
    else this.#state = this.#inSkipped;
  }

  #inHeader(byte: number): void {
    this.#keep(byte);
    if (!this.#closes(byte)) return;
    try {
      this.#visitor.header(JSON.parse(Buffer.from(this.#text).toString('utf8')));
    } catch (error) {
      if (error instanceof SyntaxError) throw invalid('its description is no JSON');
      throw error;
    }
    this.#state = this.#beforeKey;
  }

  #inSkipped(byte: number): void {
    if (this.#closes(byte)) this.#state = this.#beforeKey;
  }

  #inNumbers(byte: number): void {
    if (byte >= ZERO && byte <= NINE) {
      this.#number = Math.max(this.#number, 0) * 10 + byte - ZERO;
      return;
    }
    if (this.#number >= 0) this.#visitor.nodeField(this.#number);
    this.#number = -1;
    if (byte === CLOSE_LIST) this.#state = this.#beforeKey;
    else if (byte !== COMMA && byte > 0x20) throw invalid('its nodes are not whole numbers');
  }

  #inStrings(byte: number): void {
    if (byte === CLOSE_LIST) {
      this.#isComplete = true;
      this.#state = this.#beforeKey;
    } else if (byte === QUOTE) {
      this.#isWanted = this.#visitor.wantsString(this.#index);
      this.#text = [];
      this.#state = this.#inString;
    }
  }

  #inString(byte: number): void {
    if (byte === QUOTE && !this.#isEscaped) {
      if (this.#isWanted) this.#visitor.string(this.#index, textOf(this.#text));
      this.#index++;
      this.#state = this.#inStrings;
      return;
    }
    this.#isEscaped = byte === BACKSLASH && !this.#isEscaped;
    if (this.#isWanted && this.#text.length < MAX_STRING_BYTES) this.#text.push(byte);
  }

  #keep(byte: number): void {
    if (this.#text.length === MAX_TEXT_BYTES) throw invalid('it does not begin like one');
    this.#text.push(byte);
  }

  /** Follows brackets and quotes; whether the value that was entered ends with this byte. */
  #closes(byte: number): boolean {
    if (this.#isQuoted) {
      if (byte === QUOTE && !this.#isEscaped) this.#isQuoted = false;
      this.#isEscaped = byte === BACKSLASH && !this.#isEscaped;
      return false;
    }
    if (byte === QUOTE) this.#isQuoted = true;
    if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth++;
    if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#depth--;
    return this.#depth === 0;
  }
}

export function invalid(problem: string) {
  return profilerError('profiler.snapshot.invalid', `This is no heap snapshot: ${problem}.`, {
    hint: 'Give a .heapsnapshot file as V8 writes it.',
  });
}

/** What stood between the quotes; as it stands when it was cut inside of an escape. */
function textOf(bytes: readonly number[]): string {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return text;
  }
}
