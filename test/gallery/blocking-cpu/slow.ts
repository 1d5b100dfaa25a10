import { galleryApp } from '../app.ts';
import { Movie } from '../models.ts';

export const app = galleryApp({
  routes(site) {
    // finding: blocking-cpu
    site.get('/', async () => {
      const movies = await Movie.objects.only('title', 'votes').orderBy('id').slice(0, 1_500);
      const titles = movies.map(({ title }) => title);
      return { closest: closestPair(titles) };
    });
  },
});

/** Compares each with each. */
function closestPair(titles: readonly string[]): string {
  let best = '';
  let bestCommon = -1;
  for (const a of titles) {
    for (const b of titles) {
      const common = a === b ? -1 : commonLetters(a, b);
      if (common > bestCommon) [best, bestCommon] = [`${a} and ${b}`, common];
    }
  }
  return best;
}

function commonLetters(a: string, b: string): number {
  return [...a].filter((letter, index) => b[index] === letter).length;
}
