import { setTimeout } from 'node:timers/promises';
import { galleryApp } from '../app.ts';

export const app = galleryApp({
  concurrency: 6,
  routes(site) {
    // finding: event-loop-wait
    site.get('/', async () => {
      await setTimeout(1);
      return { primes: countPrimes(400_000) };
    });
  },
});

function countPrimes(below: number): number {
  let count = 0;
  for (let candidate = 2; candidate < below; candidate++) if (isPrime(candidate)) count++;
  return count;
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
    if (candidate % divisor === 0) return false;
  }
  return true;
}
