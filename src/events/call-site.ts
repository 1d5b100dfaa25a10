import { applicationFrames, type SourceLocation } from './stack-frames.ts';

/** Frames kept per stack: enough to leave the framework from its deepest public call. */
const STACK_DEPTH = 16;

/**
 * The stack of a public call, taken now and read when somebody asks. Taking one costs 2–4 µs,
 * reading it 3–25 µs, so it is taken only while somebody listens (bench: `events`).
 */
export class CallSite {
  /**
   * The depth for calls that the application is within three frames of, as it is of reads: half the
   * frames are two fifths less of the cost, and half of what stays alive with a trace (bench:
   * `events`). A method of its own would be a frame more.
   */
  static readonly NEAR = 7;

  #holder: Error | undefined;
  #frames: readonly SourceLocation[] | undefined;

  private constructor(holder: Error) {
    this.#holder = holder;
  }

  /** Takes the current stack, `depth` frames of it. */
  static capture(depth = STACK_DEPTH): CallSite {
    const limit = Error.stackTraceLimit;
    // One more for this function. An error is cheaper than captureStackTrace() for an object.
    Error.stackTraceLimit = depth + 1;
    const holder = new Error();
    Error.stackTraceLimit = limit;
    return new CallSite(holder);
  }

  /** The application's frames, innermost first; empty when the framework called itself. */
  get frames(): readonly SourceLocation[] {
    if (this.#frames === undefined) {
      this.#frames = applicationFrames(this.#holder?.stack ?? '');
      // A stack keeps alive what its functions were called on.
      this.#holder = undefined;
    }
    return this.#frames;
  }

  /** The line of the application that made the call, if any. */
  get location(): SourceLocation | undefined {
    return this.frames[0];
  }

  /** `file:line` of the location, for grouping. */
  get key(): string {
    const location = this.location;
    return location === undefined ? '' : `${location.file}:${location.line}`;
  }
}
