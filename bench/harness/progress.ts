/** One line on stderr that says how far a run is: redrawn on a terminal, else once a workload. */
export class Progress {
  readonly #isTerminal = process.stderr.isTTY === true;

  show(workload: string, round: number, of: number): void {
    if (this.#isTerminal) process.stderr.write(`\r\x1b[K${workload}: round ${round + 1} of ${of}`);
    else if (round === 0) process.stderr.write(`${workload}: ${of} rounds\n`);
  }

  clear(): void {
    if (this.#isTerminal) process.stderr.write('\r\x1b[K');
  }
}
