/** A piece of work whose end is known: a bar in a terminal, a line now and then elsewhere. */
export interface Progress {
  /** Counts what has been done since. Default 1. */
  advance(steps?: number): void;
  /** Ends with a line that says how many in what time; later calls do nothing. */
  finish(): void;
}

export interface ProgressOptions {
  /** How many there are to do. */
  readonly total: number;
  /** What they are: `Films`. */
  readonly label: string;
}

/** Where progress is shown. */
export interface ProgressOutput {
  readonly isInteractive: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Shows a line in the place of the last one shown. */
  replace(line: string): void;
  /** Writes a line that stays. */
  line(text: string): void;
}

/** Milliseconds between two drawings of the bar, and between two lines where there is no bar. */
const REDRAW_MS = 80;
const LINE_MS = 5_000;

const MAX_BAR = 30;

export function startProgress(options: ProgressOptions, output: ProgressOutput): Progress {
  const startedMs = performance.now();
  let done = 0;
  let shownMs = startedMs;
  let isFinished = false;

  function show(): void {
    const nowMs = performance.now();
    if (nowMs - shownMs < (output.isInteractive ? REDRAW_MS : LINE_MS)) return;
    shownMs = nowMs;
    const state = { ...options, done, elapsedMs: nowMs - startedMs };
    if (output.isInteractive) output.replace(barLine(state, output.width));
    else output.line(plainLine(state));
  }

  return {
    advance(steps = 1) {
      if (isFinished) return;
      done += steps;
      show();
    },
    finish() {
      if (isFinished) return;
      isFinished = true;
      output.line(lastLine({ ...options, done, elapsedMs: performance.now() - startedMs }));
    },
  };
}

interface ProgressState extends ProgressOptions {
  readonly done: number;
  readonly elapsedMs: number;
}

/** `Films  ██████░░░░  60 %  1,920/3,201  4,100/s  0:03 left` */
function barLine(state: ProgressState, width: number): string {
  const { label, total, done } = state;
  const share = shareOf(state);
  const facts =
    `${Math.floor(share * 100)} %  ${count(done)}/${count(total)}  ` +
    `${count(rateOf(state))}/s  ${remaining(state)}`;
  const room = Math.min(MAX_BAR, width - label.length - facts.length - 5);
  if (room < 5) return `${label}  ${facts}`.slice(0, width - 1);
  const filled = Math.round(share * room);
  return `${label}  ${'█'.repeat(filled)}${'░'.repeat(room - filled)}  ${facts}`;
}

function plainLine(state: ProgressState): string {
  const { label, total, done } = state;
  return `${label}: ${count(done)} of ${count(total)}, ${count(rateOf(state))}/s, ${remaining(state)}`;
}

function lastLine(state: ProgressState): string {
  const { label, total, done, elapsedMs } = state;
  const amount = done === total ? count(done) : `${count(done)} of ${count(total)}`;
  return `${label}: ${amount} in ${(elapsedMs / 1000).toFixed(1)} s, ${count(rateOf(state))}/s`;
}

function shareOf({ done, total }: ProgressState): number {
  return total <= 0 ? 1 : Math.min(1, done / total);
}

function rateOf({ done, elapsedMs }: ProgressState): number {
  return elapsedMs <= 0 ? 0 : Math.round((done / elapsedMs) * 1000);
}

function remaining(state: ProgressState): string {
  const { done, total, elapsedMs } = state;
  if (done === 0) return 'time left unknown';
  const seconds = Math.ceil((elapsedMs / done) * (Math.max(0, total - done) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`;
}

function count(amount: number): string {
  return amount.toLocaleString('en');
}
