/** Where the hot line of `findPrimes` stands. */
export const HOT_LINE = 11;

/** Counts primes the slow way: nearly all of its time goes to the remainder. */
export function findPrimes(limit: number): number {
  let count = 0;
  for (let candidate = 2; candidate < limit; candidate++) {
    let divisor = 2;
    let isPrime = true;
    while (divisor < candidate) {
      if (candidate % divisor === 0) isPrime = false;
      divisor++;
    }
    if (isPrime) count++;
  }
  return count;
}

/** Calls `work` until at least so many milliseconds of this thread's CPU are gone. */
export function burnFor(cpuMs: number, work: () => unknown): void {
  const startedUs = process.threadCpuUsage().user;
  while (process.threadCpuUsage().user - startedUs < cpuMs * 1000) work();
}
